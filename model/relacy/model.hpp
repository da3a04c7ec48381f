// The state of one execution that Relacy knows nothing of: where each thread stands, its signals, masks and stacks as
// a kernel would keep them, names for the trace. One object for the process, as Relacy itself has one context.
//
// A step of a thread: point() lets a signal come, announce() says what the thread is about to access and waits for its
// turn, then the operation is performed in one go, then performed() tells the explorer what it did.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "impl/world/alterations.hpp"
#include "impl/world/order.hpp"
#include "impl/world/signal_place.hpp"
#include "impl/world/signals.hpp"
#include "impl/world/thread_key.hpp"
#include "model/explore/run.hpp"
#include "model/relacy/labels.hpp"
#include "model/relacy/recorder.hpp"
#include "model/relacy/relacy.hpp"
#include "model/relacy/state_namer.hpp"

namespace extram {

// Unwinds a thread of an execution that has ended early. Thrown between announcing an operation and performing it,
// never out of a Relacy operation.
struct Abandon {};

// Unwinds a thread that ends itself.
struct ThreadExit {};

// What a thread waits for, and how to read the newest value of it.
struct Waiting {
  Wait wait{};
  std::uint64_t (*newest)(const void* what) = nullptr;
  const rl::atomic_data* acquires = nullptr;  // that the step reads
  [[nodiscard]] bool is_over() const { return newest == nullptr || wait(newest(wait.what)); }
};

// What an event of a trace touches.
struct Touched {
  Touch touch = Touch::none;
  const void* cell = nullptr;
  std::string object{}, before{}, after{};
  int reads_from = kNoStore;
  bool stale = false;
};

// Relacy does not compile cleanly for one thread: a scenario of one runs beside a fiber that ends at once.
inline constexpr std::size_t kFibersMin = 2;

class Model final : public StateSource {
 public:
  [[nodiscard]] static Model& get() { return the_model_; }

  // Among what a thread has read. No values that a program would use.
  static constexpr std::int64_t kReturned = 0x5e1f'09c7'3a86'd2b4;
  static constexpr std::int64_t kMadeStep = 0x3b94'd61e'85f0'72ca;
  static constexpr std::int64_t kFunctionOver = 0x1c6e'f372'b954'da17;

  enum class Phase : std::uint8_t { outside, setup, threads, after };
  // What becomes of an await whose load gave a stale value that does not satisfy. To take it is a mistake, for tests of
  // the soundness tests to make.
  enum class StaleAwaits : std::uint8_t { cut, taken };

  // --- a run ------------------------------------------------------------------------------------------------------
  void attach(const RunRequest& request, Explorer& explorer);
  void detach();

  // --- an execution, from the scheduler and the suite --------------------------------------------------------------
  void execution_begins();
  void setup();
  void run_thread(int thread);
  void after();
  [[nodiscard]] int schedule();  // the thread that takes the next step
  void thread_is(int thread) { self_ = thread; }
  [[nodiscard]] bool execution_ends();
  // What schedule() asks, for a scheduler that is not ours.
  [[nodiscard]] bool is_draining() const { return draining_; }
  [[nodiscard]] bool waits(std::size_t thread) const {
    const Thread& t = threads_[thread];
    return t.stalled || (t.announced && !t.waiting.is_over());
  }
  void everybody_waits();

  // --- from the world ---------------------------------------------------------------------------------------------
  [[nodiscard]] int self() const { return self_; }
  [[nodiscard]] bool threads_run() const { return phase_ == Phase::threads; }
  [[nodiscard]] bool tracing() const { return trace_ != nullptr && phase_ == Phase::threads; }

  // A signal may be delivered here, before the thread's next step.
  void point(At at);
  // Waits for the thread's turn to make `access`. Returns at once outside the threads' phase.
  void announce(At at, Access access, const Waiting& waiting = {});
  void performed(Access access) {
    if (!threads_run() || unwinds()) return;
    thread().signal_place.memory_changes();
    const OutsideContext outside;
    explorer_->performed(self_, access);
  }
  // An access has this memory order.
  void ordered_by(Order order) {
    if (order != Order::seq_cst) needs_exact_names();
  }
  // Fences have a clock of their own, which only exact names tell.
  void fences() { needs_exact_names(); }
  // A store is about to take the place of the newest.
  void stores_to(const rl::atomic_data* atomic) {
    if (names_states_ && !exact_ && threads_run() && !clocks_->knows(*thread().relacy, *atomic)) needs_exact_names();
  }
  // Memory is about to be taken or given back.
  void allocates();
  void stale_awaits_are(StaleAwaits what) { stale_awaits_ = what; }
  [[nodiscard]] StaleAwaits stale_awaits() const { return stale_awaits_; }
  // An exchange that may fail for no reason is a step of its own.
  [[nodiscard]] bool fuses() const {
    return request_->shape.fusion == Fusion::on && !request_->shape.fault_kinds.contains(FaultKind::cas);
  }
  // What the thread has read: with its choices, all that its way from here on hangs on.
  template <class T>
  void observed(const T& value) {
    if (names_states_ && threads_run()) append_words(thread().observed, value);
  }
  // A step that reads nothing: where a thread stands is not always told by the label alone.
  void made_step() { observed(kMadeStep); }
  // A call has returned: of what was read since the mark nothing is left but that it has.
  [[nodiscard]] std::size_t mark() const { return threads_[static_cast<std::size_t>(self_)].observed.size(); }
  void unread(std::size_t mark) {
    if (names_states_ && threads_run()) thread().observed.shrink_to(mark);
  }
  void returned(std::size_t mark) {
    unread(mark);
    observed(kReturned);
  }

  // --- for the names of states --------------------------------------------------------------------------------------
  void clocks_are(ClockReader* clocks) { clocks_ = clocks; }
  [[nodiscard]] bool name_state(ThreadSet marked, StateName& name) override;
  [[nodiscard]] std::uint32_t edition() const override { return edition_; }
  void reach_edition(std::uint32_t edition) override {
    if (edition <= edition_) return;
    exact_ = true;
    edition_ = edition;
  }
  [[nodiscard]] std::size_t cells() const { return namer_.cells(); }
  void add_cell(const void* cell, const CellType* type, const char* name = "", std::uint32_t object = 0) {
    if (names_states_) namer_.add_cell(cell, type, maker(), object);
    if (trace_ != nullptr) record_cell(cell, type, name, object);
  }
  void remove_cell(const void* cell) {
    if (names_states_ && phase_ != Phase::after) namer_.remove_cell(cell);
    if (trace_ != nullptr) record_no_more(cell);
  }
  void add_per_thread(const void* first, std::size_t bytes_of_one, void (*words)(const void*, Words&)) {
    if (names_states_) namer_.add_per_thread(first, bytes_of_one, words);
  }

  // --- of a machine-made mutant -------------------------------------------------------------------------------------
  [[nodiscard]] bool is_altered() const { return !alterations_.none() && threads_run() && !draining_; }
  [[nodiscard]] bool changes(At at) const { return is_altered() && alterations_.concern(at); }
  [[nodiscard]] Order order(At at, Order order) { return is_altered() ? altered_order(at, order) : order; }
  [[nodiscard]] Mask mask(At at, Mask mask) { return is_altered() ? altered_mask(at, mask) : mask; }
  [[nodiscard]] bool drops(At at) { return is_altered() && alters(at, Change::drop); }
  // Whether the step is not to be taken now: `run` takes it later, with what it was called with.
  [[nodiscard]] bool puts_off(At at, void (*run)(const PutOff&), std::array<std::uintptr_t, 2> with) {
    return is_altered() && put_off({run, at, with});
  }
  void stepped(At at) {
    if (is_altered()) step_was_made(at);
  }

  // What a handler could see has changed: memory, or the thread's own mask, g or stack.
  void memory_changed() { thread().signal_place.memory_changes(); }
  void thread_changed() { thread().signal_place.thread_changes(); }
  [[nodiscard]] int choose(DecisionKind kind, int arity, At at);
  [[nodiscard]] unsigned relacy_rand(unsigned limit, rl::sched_type type);
  // A call, or an exchange, is made to fail here.
  [[nodiscard]] bool call_fails(FaultKind kind, At at);
  void may_fork(At at);
  [[noreturn]] void exit_thread(At at);
  void raise(int signal, At at);
  void late_signal(At at);
  void mask_changed(At at) {
    thread_changed();
    deliver_pending(at);
  }

  // Ends the execution: a violation does not return, nor does an exit.
  [[nodiscard]] bool checks(Oracle oracle) const { return oracles_.contains(oracle); }
  void violation(Oracle oracle, std::string_view text);
  [[noreturn]] void exit(int code, std::string_view text);
  [[noreturn]] void abandon();
  // The calling thread takes no further step, and the execution counts as cut.
  void refute(At at);
  // `text` makes the message. It is called outside the context, since the message lives on.
  template <class Text>
  [[noreturn]] void fail(Verdict verdict, Oracle oracle, int thread, Text text) {
    {
      const OutsideContext outside;
      fail_outside({verdict, oracle, text(), thread});
    }
    leave_execution();
  }

  // `text` is called while a trace is made, and not otherwise.
  template <class Text>
  void event(EventKind kind, At at, Text text, Touched touched = {}) {
    if (!tracing()) return;
    const OutsideContext outside;
    add_event(kind, at, text(), std::move(touched));
  }
  // The place that the next event will have in the trace.
  [[nodiscard]] int next_event() const { return tracing() ? static_cast<int>(trace_->size()) : kNoStore; }
  void label_object(const void* object, std::size_t size, std::string_view text);
  void label_value(std::uintptr_t value, std::string_view text);
  [[nodiscard]] std::string name_of_value(std::uintptr_t value) { return labels_.name_of(value); }
  [[nodiscard]] std::string name_of_member(const void* address, std::string_view member) const {
    return labels_.place_of(address, member).text();
  }

  // Numbers that do not depend on the schedule: by thread, and how many it has drawn.
  [[nodiscard]] std::uint32_t new_object() { return number(objects_) + kAtomics; }
  [[nodiscard]] std::uint64_t new_id() { return kIds + number(ids_); }
  [[nodiscard]] AltStack new_signal_stack(std::size_t size);

  void made(void* object, std::size_t bytes, std::size_t first_cell, void (*destroy)(void*));
  void destroyed(void* object);

  struct Thread {
    void* g = nullptr;
    Mask mask{};
    Mask pending{};
    AltStack altstack{};
    Stack stack{};
    std::size_t below = 0;  // so many bytes further down its stack than usual
    std::array<void*, kKeys> specific{};
    int destructor_rounds = 0;  // begun
    int signals_left = 0;
    int signals_begun = 0;
    int faults_left = 0;
    int handlers = 0;         // frames on the stack now
    int deliveries = 0;       // ever
    bool read_stale = false;  // by the last load: not the newest store
    SignalPlace signal_place{};
    At at{""};
    Access access{};
    Waiting waiting{};
    bool announced = false;
    bool ended = false;
    bool gone = false;         // takes no further step, and never came to its end
    bool cancelled = false;    // unwound, its keys destroyed
    bool stalled = false;      // takes no step while others can
    bool refuted = false;      // an assumption of this thread did not hold
    bool stepped = false;      // has made a step
    std::uint64_t chosen = 0;  // its choices so far, as a number
    const rl::thread_info_base* relacy = nullptr;
    std::array<PutOff, kPutOffMax> put_off{};
    std::size_t put_off_count = 0;
    bool catches_up = false;  // takes a step that was put off
    Words observed{};         // what it has read and chosen, and what is left of that
  };
  [[nodiscard]] Thread& thread() { return threads_[static_cast<std::size_t>(self_)]; }
  [[nodiscard]] const Shape& shape() const { return request_->shape; }
  [[nodiscard]] std::vector<SiteSignals> signals_by_site() const;
  [[nodiscard]] std::vector<SiteSignals> faults_by_place() const;

 private:
  // Runs destructors, and no program.
  [[nodiscard]] bool unwinds() { return draining_ || thread().gone; }

  void needs_exact_names() {
    if (exact_ || !threads_run()) return;
    exact_ = true;
    ++edition_;
  }
  struct Made {
    void* object;
    void (*destroy)(void*);
  };
  struct Coverage {
    At at;
    SiteSignals counts;
  };
  struct FaultPlace {
    At at;
    FaultKind kind;
    LockState list;
    bool masked;
    bool g_is_nil;
    friend bool operator==(const FaultPlace&, const FaultPlace&) = default;
  };
  struct FaultRow {
    FaultPlace place;
    std::uint64_t reached;
    std::uint64_t struck;
  };
  using Numbers = std::array<std::uint32_t, kMaxThreads + 1>;

  [[nodiscard]] bool alters(At at, Change change);
  [[nodiscard]] Order altered_order(At at, Order order);
  [[nodiscard]] Mask altered_mask(At at, Mask mask);
  [[nodiscard]] bool put_off(const PutOff& step);
  void catch_up();
  void comes_next(At at);
  void step_was_made(At at);
  [[nodiscard]] std::uint32_t number(Numbers& numbers);
  [[nodiscard]] int maker() const { return threads_run() ? self_ : -1; }
  // Threads of one kind could be exchanged for one another.
  [[nodiscard]] int kind_of(int thread) const {
    const bool is_victim = shape().faults > 0 && thread < request_->entry->info.victims;
    return program_->kind_of_thread(thread) * 2 + (is_victim ? 1 : 0);
  }
  [[nodiscard]] std::uint64_t twin_of(int thread);
  [[nodiscard]] const Words& own_words(int thread);
  [[nodiscard]] std::uint64_t number_of_label(At at);
  void live(int thread);
  void destroy_specific();
  [[nodiscard]] bool signal_may_come();
  void deliver_next(At at);
  [[nodiscard]] GoneThreads gone_threads() const;
  [[nodiscard]] bool may_strike(FaultKind kind);
  void strikes(FaultKind kind, At at);
  void faults_at_step(At at);
  [[noreturn]] void die();
  void stall(At at);
  [[nodiscard]] bool resume_the_stalled();
  void lose_the_others();
  [[nodiscard]] FaultRow& fault_row(FaultKind kind, At at);
  void count_outcome(std::string_view outcome);
  void execution_went_well();
  [[nodiscard]] SiteSignals& coverage(At at);
  void count(std::uint64_t& number);
  void deliver(int signal, At at);
  void deliver_pending(At at);
  void destroy_what_is_left();
  // On its way to its next step: it has just begun, or was stalled and is not any more.
  [[nodiscard]] static bool is_on_its_way(const Thread& thread) {
    return !thread.announced && !thread.ended && !thread.gone && !thread.stalled;
  }
  [[noreturn]] void report_deadlock();
  [[noreturn]] static void leave_execution();
  void fail_outside(Failure failure);
  void add_event(EventKind kind, At at, std::string what, Touched touched);
  void tell_of_lock(std::vector<Fact>& facts);
  void tell_of_thread(int thread, std::vector<Fact>& facts);
  void record_cell(const void* cell, const CellType* type, const char* name, std::uint32_t object);
  void record_no_more(const void* cell);
  void trace_setup();
  [[nodiscard]] Touched what_is_waited_for(const Thread& thread) const;
  [[nodiscard]] std::string describe_waiting_threads() const;
  void trace_waiting_threads();

  static Model the_model_;

  const RunRequest* request_ = nullptr;
  Explorer* explorer_ = nullptr;
  Trace* trace_ = nullptr;
  OracleSet oracles_;
  Alterations alterations_;
  Program* program_ = nullptr;
  Phase phase_ = Phase::outside;
  bool draining_ = false;    // the execution has ended early; its threads unwind
  bool exited_ = false;      // because the process would have
  bool is_child_ = false;    // the process has forked
  int process_signals_ = 0;  // that came to the process, and not to one thread
  int self_ = 0;
  std::array<Thread, kMaxThreads> threads_{};
  std::array<NextStep, kMaxThreads> next_{};
  Numbers objects_{}, ids_{}, labelled_{}, stacks_{};
  Labels labels_;
  Recorder recorder_{labels_};
  bool lock_is_shown_ = false;  // as locked, in the trace
  std::vector<Made> made_;
  std::deque<Coverage> coverage_;
  std::deque<FaultRow> fault_rows_;
  std::vector<std::uint64_t*> counted_;  // one more in this execution
  std::vector<std::pair<std::string_view, std::uint64_t>> outcomes_;

  StaleAwaits stale_awaits_ = StaleAwaits::cut;
  bool names_states_ = false;
  bool exact_ = false;  // see StateNamer::Memory
  std::uint32_t edition_ = 0;
  StateNamer namer_;
  ClockReader* clocks_ = nullptr;
  const rl::timestamp_t* fence_clock_ = nullptr;
  std::array<Words, kMaxThreads> own_words_{};
  std::vector<std::pair<At, std::uint64_t>> label_numbers_;
};

}  // namespace extram
