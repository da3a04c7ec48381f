// Who stands above a search: it asks for something between two executions, and may have more work for a search that is
// over.
#pragma once

namespace extram {

class Explorer;

class Supervisor {
 public:
  Supervisor() = default;
  Supervisor(const Supervisor&) = delete;
  Supervisor& operator=(const Supervisor&) = delete;
  virtual ~Supervisor() = default;

  // The page holds an order, and no execution is running.
  virtual void asks(const Explorer& explorer) = 0;
  // The search is over. True: its strategy has taken up other work, and goes on.
  [[nodiscard]] virtual bool gives_more(const Explorer& explorer) = 0;
};

}  // namespace extram
