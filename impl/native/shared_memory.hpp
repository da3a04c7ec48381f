// Memory that processes share by a descriptor.
#pragma once

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <new>
#include <system_error>

#include "impl/native/child.hpp"
#include "impl/native/native_run.hpp"

namespace extram::native {

class Descriptor {
 public:
  // Above the numbers that a child finds them under: there one would take another's place.
  explicit Descriptor(const char* name) {
    const int low = ::memfd_create(name, MFD_CLOEXEC);
    if (low < 0) throw std::system_error(errno, std::generic_category(), "memfd_create");
    number_ = ::fcntl(low, F_DUPFD_CLOEXEC, kScriptDescriptor + 1);
    ::close(low);
    if (number_ < 0) throw std::system_error(errno, std::generic_category(), "dup of a memfd");
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { ::close(number_); }
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_ = -1;
};

// A report page, filled in for a child that is about to start.
class PageFile {
 public:
  PageFile(const Entry& entry, const Shape& shape, const NativeOptions& options) : memory_("extram-report") {
    if (::ftruncate(memory_.number(), sizeof(ReportPage)) != 0) {
      throw std::system_error(errno, std::generic_category(), "ftruncate of the report page");
    }
    page_.reset(new (map_page(memory_.number())) ReportPage);
    page_->scenario.assign(entry.info.name);
    page_->variant.assign(entry.mutant.empty() ? entry.version : entry.mutant);
    page_->parameters = {.shape = shape,
                         .oracles = options.oracles,
                         .rounds = options.rounds,
                         .seed = options.seed,
                         .fail_nth = options.fail_nth,
                         .seconds_max = options.seconds_max,
                         .hang_seconds = options.hang_seconds,
                         .signal_rate = options.signal_rate,
                         .storm_rate = options.storm_rate,
                         .delay_rate = options.delay_rate,
                         .alive_max = options.alive_max,
                         .fault = options.fault,
                         .counted = options.counted};
  }
  [[nodiscard]] const Descriptor& memory() const { return memory_; }
  [[nodiscard]] ReportPage* operator->() const { return page_.get(); }
  [[nodiscard]] ReportPage& operator*() const { return *page_; }

 private:
  struct Unmap {
    void operator()(ReportPage* page) const { unmap_page(page); }
  };
  Descriptor memory_;
  std::unique_ptr<ReportPage, Unmap> page_;
};

}  // namespace extram::native
