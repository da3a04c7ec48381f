#include "scenarios/mutants/trials.hpp"

#include <array>

#include "scenarios/sizes.hpp"

namespace extram {
namespace {

constexpr Shape kOneThreadAndASignal = with_threads(sizes::signal_window, 1);

// Smaller than what a thread is taken to have where nobody asks for its bounds.
constexpr Shape kSmallStack{.threads = 1, .callbacks = 2, .ms = 1, .stack_kib = 24};

constexpr std::array kOfAll{
    Trial{"callback", sizes::callback},
    Trial{"return_to_c", sizes::return_to_c},
    Trial{"nested_callback", sizes::nested_callback},
    Trial{"stop_the_world", sizes::stop_the_world},
    Trial{"empty_list", with_threads(sizes::empty_list, 2)},
    Trial{"empty_list", sizes::empty_list},
};

// 1.15 loses its own signals (golang/go#42207): none come.
constexpr auto kOf16 = std::to_array<Trial>({
    {"callback", sizes::callback},
    {"return_to_c", sizes::return_to_c},
    {"signal_window", kOneThreadAndASignal},
    {"nested_callback", sizes::nested_callback},
    {"stop_the_world", sizes::stop_the_world},
    {"stop_the_world", with_threads(sizes::stop_the_world, 3)},
    {"empty_list", with_threads(sizes::empty_list, 2)},
    {"signal_window", sizes::signal_window},
    {"alloc_failure", sizes::alloc_failure},
    {"late_callback", sizes::late_callback},
    {"callback", with_callbacks(sizes::callback, 2)},
    {"aba", with_callbacks(with_threads(sizes::aba, 2), 1)},
    {"empty_list", sizes::empty_list},
});

constexpr auto kOf21 = std::to_array<Trial>({
    {"callback", sizes::callback},
    {"callback", kSmallStack},
    {"return_to_c", sizes::return_to_c},
    {"signal_window", kOneThreadAndASignal},
    {"signal_window", with_callbacks(kOneThreadAndASignal, 2)},
    {"nested_callback", sizes::nested_callback},
    {"thread_exit", sizes::thread_exit},
    {"late_callback", with_callbacks(sizes::late_callback, 2)},
    {"stop_the_world", sizes::stop_the_world},
    {"stop_the_world", with_threads(sizes::stop_the_world, 3)},
    {"empty_list", with_threads(sizes::empty_list, 2)},
    {"signal_window", sizes::signal_window},
    {"alloc_failure", sizes::alloc_failure},
    {"callback", with_callbacks(sizes::callback, 2)},
    {"aba", with_callbacks(with_threads(sizes::aba, 2), 1)},
    {"empty_list", sizes::empty_list},
});

constexpr auto kSmallOfOrders = std::to_array<Trial>({
    {"callback", sizes::callback},
    {"return_to_c", sizes::return_to_c},
    {"empty_list", with_threads(sizes::empty_list, 2)},
    {"signal_window", kOneThreadAndASignal},
    {"stop_the_world", sizes::stop_the_world},
    {"callback", with_callbacks(sizes::callback, 2)},
});

constexpr auto kLargeOfOrders = std::to_array<Trial>({
    {"stop_the_world", with_threads(sizes::stop_the_world, 3)},
    {"aba", with_callbacks(with_threads(sizes::aba, 2), 2)},
    {"signal_window", sizes::signal_window},
    {"empty_list", sizes::empty_list},
    {"callback", with_threads(sizes::callback, 3)},
});

}  // namespace

std::span<const Trial> small_trials_of_orders() { return kSmallOfOrders; }
std::span<const Trial> large_trials_of_orders() { return kLargeOfOrders; }

std::span<const Trial> trials_of(std::string_view version) {
  if (version == "go_1_16") return kOf16;
  if (version == "go_1_21") return kOf21;
  return kOfAll;
}

}  // namespace extram
