#include "impl/native/run_state.hpp"

#include <sys/syscall.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

#include "impl/native/deliveries.hpp"
#include "impl/native/masks.hpp"
#include "impl/native/thread.hpp"

// Where a debugger stops: on the thread that ends the run, at the place where it does. Not inlined and not empty, so
// that there is something to stop at.
extern "C" [[gnu::noinline]] void extram_run_ends(const char* text, std::size_t size) {
  asm volatile("" : : "r"(text), "r"(size) : "memory");
}

namespace extram::native {

namespace {

// At once: what a sanitizer does on the way out may take locks that an interrupted thread holds.
[[noreturn]] void leave(int code) {
  for (;;) ::syscall(SYS_exit_group, code);
}

}  // namespace

void write_to_stderr(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
    if (written <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

void report_counts() {
  ReportPage& page = *run_state.page;
  page.faults.fetch_add(run_state.faults.exchange(0, std::memory_order_relaxed));
  page.waits.fetch_add(run_state.waits.exchange(0, std::memory_order_relaxed));
  page.delays.fetch_add(run_state.delays.exchange(0, std::memory_order_relaxed));
  report_deliveries(page);
}

// With signals blocked: a handler on top of the thread that was first would wait here for the thread that it stands on.
void end_with(const Record& record) {
  const Mask all = Mask::all();
  DefaultMasks::change(MaskHow::set, &all, nullptr);
  ReportPage& page = *run_state.page;
  auto state = ReportPage::State::empty;
  if (page.state.compare_exchange_strong(state, ReportPage::State::being_written)) {
    report_counts();
    page.record = record;
    if (run_state.parent_reads_stderr) write_to_stderr(record.text.view());
    extram_run_ends(record.text.view().data(), record.text.view().size());
    page.state.store(ReportPage::State::complete);
    leave(EXIT_FAILURE);
  }
  for (;;) ::pause();  // the thread that was first ends the process
}

void end_with_violation(Oracle oracle, std::string_view text) {
  if (run_state.page == nullptr) {
    for (const std::string_view part :
         {std::string_view("violation of "), name_of(oracle), std::string_view(": "), text, std::string_view("\n")}) {
      write_to_stderr(part);
    }
    std::abort();
  }
  Record record{.ending = Ending::failed, .verdict = Verdict::violation, .oracle = oracle, .thread = this_thread.index};
  record.text.assign(text);
  end_with(record);
}

void report_violation(Oracle oracle, std::string_view text) {
  ReportPage* const page = run_state.page;
  if (page == nullptr || !page->parameters.counted.contains(oracle)) end_with_violation(oracle, text);
  if (page->counted.fetch_add(1) > 0) return;
  page->counted_oracle = oracle;
  page->counted_text.assign(text);
}

void end_by_exit(int code, std::string_view text) {
  write_to_stderr(text);
  if (run_state.page == nullptr) leave(code);
  Record record{.ending = Ending::exited, .thread = this_thread.index, .exit_code = code};
  record.exit_expected = (run_state.program != nullptr && run_state.program->expects_exit(code)) ||
                         (run_state.fault != Fault::none && info_of(run_state.fault).exit_code == code);
  record.text.assign(text);
  end_with(record);
}

void give_up(std::string_view what, int error) {
  write_to_stderr("extram: ");
  write_to_stderr(what);
  if (error != 0) {
    write_to_stderr(": ");
    write_to_stderr(::strerrordesc_np(error));
  }
  write_to_stderr("\n");
  std::abort();
}

}  // namespace extram::native
