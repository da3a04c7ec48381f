// Plain variables, watched for data races. An access is no step of its own: it belongs to the step before.
#pragma once

#include <string>
#include <type_traits>

#include "model/relacy/model.hpp"
#include "model/relacy/show.hpp"

namespace extram {

// A variable without synchronisation, watched by Relacy's vector clocks. Not rl::var: that knows numbers alone, does
// not see use after free, and does not say who the other thread was.
class RelacyWatched {
 protected:
  explicit RelacyWatched(const char* name);
  ~RelacyWatched();
  RelacyWatched(const RelacyWatched&) = delete;
  RelacyWatched& operator=(const RelacyWatched&) = delete;

  void reads() const;
  void writes();
  void trace(Touch touch, const std::string& value) const;
  [[nodiscard]] static Model& model() { return Model::get(); }
  [[nodiscard]] const rl::var_data* records() const { return clocks_; }

 private:
  struct Accessor {
    int thread = -1;
    At at{""};
  };
  static constexpr std::uint32_t kAlive = 0x600d'ce11;
  static constexpr std::uint32_t kDead = 0xdead'ce11;

  void remember(Accessor& accessor) const { accessor = {model().self(), model().thread().at}; }
  void race(const char* does, const Accessor& other, const char* did) const;
  void check_alive() const;

  const char* name_;
  rl::var_data* clocks_;
  mutable Accessor reader_{};
  Accessor writer_{};
  volatile std::uint32_t alive_ = kAlive;  // volatile: the store in the destructor must happen
};

template <class T>
class RelacyPlain : RelacyWatched {
 public:
  RelacyPlain() : RelacyPlain("plain", T()) {}
  explicit RelacyPlain(T value) : RelacyPlain("plain", value) {}
  explicit RelacyPlain(const char* name, T value = T()) : RelacyWatched(name), value_(value) {
    model().add_cell(this, &kType, name);
  }
  ~RelacyPlain() { model().remove_cell(this); }

  operator T() const {
    reads();
    model().observed(value_);
    if (model().tracing()) trace_value(Touch::read);
    return value_;
  }
  RelacyPlain& operator=(T value) {
    writes();
    value_ = value;
    if (model().tracing()) trace_value(Touch::write);
    return *this;
  }
  RelacyPlain& operator=(const RelacyPlain& other) { return *this = static_cast<T>(other); }
  RelacyPlain& operator+=(T value) { return *this = static_cast<T>(static_cast<T>(*this) + value); }
  RelacyPlain& operator-=(T value) { return *this = static_cast<T>(static_cast<T>(*this) - value); }
  T operator->() const requires std::is_pointer_v<T> { return static_cast<T>(*this); }

 private:
  [[gnu::noinline, gnu::cold]] void trace_value(Touch touch) const {
    const OutsideContext outside;
    trace(touch, show(value_));
  }

  static void words(const void* cell, Words& words) { append_words(words, self(cell).value_); }
  static const rl::var_data* clocks(const void* cell) { return self(cell).records(); }
  static const RelacyPlain& self(const void* cell) { return *static_cast<const RelacyPlain*>(cell); }
  static std::string shown(const void* cell) { return show(self(cell).value_); }
  static constexpr CellType kType{&words, &clocks, nullptr, &shown};

  T value_;
};

}  // namespace extram
