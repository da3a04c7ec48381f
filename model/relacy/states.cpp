// The model's part in the names of states: what a kernel keeps of each thread, and what the thread has read.
#include "model/relacy/model.hpp"

namespace extram {

bool Model::name_state(ThreadSet marked, StateName& name) {
  const auto count = static_cast<std::size_t>(shape().threads);
  std::array<ThreadState, kMaxThreads> states;
  for (std::size_t t = 0; t < count; ++t) {
    const Thread& thread = threads_[t];
    states[t] = {kind_of(static_cast<int>(t)),
                 !thread.ended && !thread.gone,
                 &own_words(static_cast<int>(t)),
                 &thread.observed,
                 thread.relacy,
                 thread.waiting.acquires};
  }
  return namer_.name(std::span(states).first(count), marked, *clocks_, {exact_, fence_clock_}, name);
}

const Words& Model::own_words(int thread) {
  const Thread& me = threads_[static_cast<std::size_t>(thread)];
  Words& words = own_words_[static_cast<std::size_t>(thread)];
  words.clear();
  append_words(words, me.ended ? std::uint64_t{0} : number_of_label(me.at));
  append_words(words, me.g);
  append_words(words, me.mask);
  append_words(words, me.pending);
  append_words(words, me.altstack);
  for (const int number : {me.signals_left, me.signals_begun, me.faults_left, me.handlers, me.deliveries}) {
    append_words(words, number);
  }
  for (void* const value : me.specific) append_words(words, value);
  append_words(words, me.destructor_rounds);
  for (std::size_t i = 0; i < me.put_off_count; ++i) {
    for (const std::uintptr_t word : me.put_off[i].with) append_words(words, word);
    append_words(words, me.put_off[i].handlers);
  }
  append_words(words, static_cast<int>(me.below));
  append_words(words, me.refuted);
  append_words(words, me.gone);
  append_words(words, me.cancelled);
  append_words(words, process_signals_);
  me.signal_place.state([&](bool part) { append_words(words, part); });
  return words;
}

// A run meets a few dozen steps. The number is the label's hash, cut to where it cannot be taken for an address.
std::uint64_t Model::number_of_label(At at) {
  for (const auto& [known, number] : label_numbers_) {
    if (known == at) return number;
  }
  const OutsideContext outside;
  std::uint32_t hash = 0x811c9dc5U;  // FNV-1a
  for (const char c : at.label()) hash = (hash ^ static_cast<unsigned char>(c)) * 0x01000193U;
  label_numbers_.emplace_back(at, hash);
  return hash;
}

// Threads of one kind that have not made a step yet could be exchanged for one another, if they have met the same so
// far.
std::uint64_t Model::twin_of(int thread) {
  const Thread& me = threads_[static_cast<std::size_t>(thread)];
  if (me.stepped || !me.announced) return 0;
  std::uint64_t number = static_cast<std::uint64_t>(kind_of(thread)) * 4 + 1;
  const auto mix = [&number](std::uint64_t word) { number = (number ^ word) * 0x9e3779b97f4a7c15U + (number >> 29U); };
  mix(number_of_label(me.at));
  mix(me.mask.bits());
  mix(me.chosen);
  for (const int word : {me.signals_left, me.signals_begun, me.faults_left, me.handlers, me.deliveries}) {
    mix(static_cast<std::uint64_t>(word));
  }
  return number | 1U;
}

}  // namespace extram
