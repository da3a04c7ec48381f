#include "model/litmus/operation_text.hpp"

#include <algorithm>
#include <limits>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/litmus/expression_text.hpp"

namespace extram::litmus {
namespace {

using Json = nlohmann::json;

constexpr int kBranchDepthMax = 8;
constexpr std::size_t kNameMax = 128;

struct OrderName {
  std::string_view text;
  Order order;
};
constexpr std::array<OrderName, 5> kOrders{{{"rlx", Order::relaxed},
                                            {"acq", Order::acquire},
                                            {"rel", Order::release},
                                            {"acq_rel", Order::acq_rel},
                                            {"sc", Order::seq_cst}}};

std::optional<Order> order_named(std::string_view text) {
  for (const OrderName& row : kOrders) {
    if (row.text == text) return row.order;
  }
  return std::nullopt;
}

std::optional<OpKind> kind_named(std::string_view text) {
  for (int i = 0; i <= static_cast<int>(OpKind::choice); ++i) {
    const auto kind = static_cast<OpKind>(i);
    if (kind != OpKind::cas_weak && name_of(kind) == text) return kind;
  }
  return std::nullopt;
}

// Orders that C++ gives an operation.
bool may_have(OpKind kind, Order order) {
  switch (kind) {
    case OpKind::load:
    case OpKind::await:
      return load_part(order) == order;
    case OpKind::store:
      return order != Order::acquire && order != Order::acq_rel;
    case OpKind::fence:
      return order != Order::relaxed;
    default:
      return true;
  }
}

// Relacy takes no failure order that is stronger than what the success order has for its load.
bool may_fail_with(Order order, Order failed) {
  if (load_part(failed) != failed) return false;
  return static_cast<int>(failed) <= static_cast<int>(load_part(order));
}

void collect_registers(const Json& operations, std::vector<std::string>& registers, int depth) {
  if (depth > kBranchDepthMax) throw Malformed(fmt::format("'if' stands more than {} deep", kBranchDepthMax));
  if (!operations.is_array()) throw Malformed("operations must be a list");
  for (const Json& row : operations) {
    if (!row.is_object()) throw Malformed("an operation must be an object");
    for (const char* name : {"reg", "okreg"}) {
      if (!row.contains(name)) continue;
      std::string reg = name_in(row[name], fmt::format("'{}'", name));
      if (std::find(registers.begin(), registers.end(), reg) == registers.end()) registers.push_back(std::move(reg));
    }
    for (const char* name : {"then", "else"}) {
      if (row.contains(name)) collect_registers(row[name], registers, depth + 1);
    }
  }
  if (registers.size() > kRegistersMax) throw Malformed(fmt::format("more than {} registers", kRegistersMax));
}

class ThreadReader {
 public:
  ThreadReader(const std::vector<Location>& locations, const std::vector<std::string>& registers, int& count)
      : locations_(locations), registers_(registers), count_(count) {}

  std::vector<Operation> read_all(const Json& json) {
    std::vector<Operation> operations;
    for (const Json& row : json) {
      if (++count_ > static_cast<int>(kOperationsMax)) {
        throw Malformed(fmt::format("the test has more than {} operations", kOperationsMax));
      }
      ++line_;
      operations.push_back(read(row));
    }
    return operations;
  }
  [[nodiscard]] int line() const { return line_; }

 private:
  Operation read(const Json& json) {
    Operation operation;
    const std::string name = name_in(member(json, "op"), "'op'");
    const auto kind = kind_named(name);
    if (!kind) {
      throw Malformed(fmt::format(
          "'op' is '{}'; it is one of ld, st, rmw_add, xchg, cas, fence, if, set, assume, await, choice", name));
    }
    operation.kind = *kind;
    if (*kind == OpKind::cas && json.contains("weak")) {
      if (!json["weak"].is_boolean()) throw Malformed("'weak' must be true or false");
      if (json["weak"].get<bool>()) operation.kind = OpKind::cas_weak;
    }
    if (accesses(*kind)) operation.location = location(name_in(member(json, "loc"), "'loc'"));
    if (accesses(*kind) || *kind == OpKind::fence) read_order(json, operation);
    read_values(json, operation);
    if (json.contains("reg")) operation.reg = register_named(name_in(json["reg"], "'reg'"));
    if (json.contains("okreg")) operation.ok_reg = register_named(name_in(json["okreg"], "'okreg'"));
    if (operation.reg < 0 && (*kind == OpKind::set || *kind == OpKind::choice)) throw Malformed("'reg' is missing");
    return operation;
  }

  void read_order(const Json& json, Operation& operation) {
    const std::string text = name_in(member(json, "ord"), "'ord'");
    if (text == "na") {
      if (operation.kind != OpKind::load && operation.kind != OpKind::store) {
        throw Malformed("only ld and st can have 'ord' na");
      }
      operation.plain = true;
      operation.order = Order::relaxed;
      return;
    }
    const auto order = order_named(text);
    if (!order || !may_have(operation.kind, *order)) {
      throw Malformed(fmt::format("'ord' is '{}', which {} cannot have; there are na, rlx, acq, rel, acq_rel, sc", text,
                                  name_of(operation.kind)));
    }
    operation.order = *order;
    operation.order_failed = load_part(*order);
    if (operation.kind != OpKind::cas && operation.kind != OpKind::cas_weak) return;
    if (!json.contains("ord_fail")) return;
    const std::string failed = name_in(json["ord_fail"], "'ord_fail'");
    const auto weaker = order_named(failed);
    if (!weaker || !may_fail_with(*order, *weaker)) {
      throw Malformed(fmt::format(
          "'ord_fail' is '{}'; it is rlx, acq or sc, and no stronger than the load of 'ord' {} (Relacy has no more)",
          failed, text));
    }
    operation.order_failed = *weaker;
  }

  void read_values(const Json& json, Operation& operation) {
    switch (operation.kind) {
      case OpKind::branch:
        operation.value = expression(json, "cond");
        operation.then = branch(json, "then");
        operation.otherwise = branch(json, "else");
        break;
      case OpKind::assume:
        operation.value = expression(json, "cond");
        break;
      case OpKind::choice:
        operation.arity = integer_in(member(json, "n"), "'n'");
        if (operation.arity < 1 || operation.arity > kChoiceMax) {
          throw Malformed(fmt::format("'n' must be 1 to {}", kChoiceMax));
        }
        break;
      case OpKind::await:
        operation.value = expression(json, "val");
        operation.until = until(json);
        break;
      case OpKind::load:
      case OpKind::fence:
        break;
      default:
        operation.value = expression(json, "val");
        break;
    }
    if (operation.kind == OpKind::cas || operation.kind == OpKind::cas_weak) {
      operation.expected = expression(json, "expect");
    }
  }

  [[nodiscard]] static Until until(const Json& json) {
    if (!json.contains("until")) return Until::equal;
    const std::string text = name_in(json["until"], "'until'");
    if (text != "==" && text != "!=") throw Malformed("'until' must be == or !=");
    return text == "==" ? Until::equal : Until::different;
  }

  std::vector<Operation> branch(const Json& json, const char* name) {
    return json.contains(name) ? read_all(json[name]) : std::vector<Operation>{};
  }

  [[nodiscard]] Expression expression(const Json& json, const char* name) const {
    const Json& value = member(json, name);
    if (!value.is_string()) return Expression(integer_in(value, fmt::format("'{}'", name)));
    ReadExpression read = read_expression(value.get_ref<const std::string&>(),
                                          [this](std::string_view reg) { return find_register(reg); });
    if (!read.error.empty()) throw Malformed(fmt::format("'{}' is {}", name, read.error));
    return std::move(read.expression);
  }

  [[nodiscard]] static const Json& member(const Json& json, const char* name) {
    if (!json.contains(name)) throw Malformed(fmt::format("'{}' is missing", name));
    return json[name];
  }
  [[nodiscard]] int find_register(std::string_view name) const {
    const auto found = std::find(registers_.begin(), registers_.end(), name);
    return found == registers_.end() ? -1 : static_cast<int>(found - registers_.begin());
  }
  [[nodiscard]] int register_named(const std::string& name) const { return find_register(name); }
  [[nodiscard]] int location(const std::string& name) const {
    for (std::size_t l = 0; l < locations_.size(); ++l) {
      if (locations_[l].name == name) return static_cast<int>(l);
    }
    throw Malformed(fmt::format("'loc' is '{}', which is not in 'locs'", name));
  }

  const std::vector<Location>& locations_;
  const std::vector<std::string>& registers_;
  int& count_;
  int line_ = 0;
};

}  // namespace

std::string name_in(const Json& value, const std::string& what) {
  if (!value.is_string()) throw Malformed(fmt::format("{} must be a text", what));
  std::string text = value.get<std::string>();
  if (text.empty() || text.size() > kNameMax) {
    throw Malformed(fmt::format("{} must have 1 to {} characters", what, kNameMax));
  }
  return text;
}

int integer_in(const Json& value, const std::string& what) {
  if (value.is_number_integer()) {
    const auto number = value.get<std::int64_t>();
    const bool too_large = value.is_number_unsigned() && value.get<std::uint64_t>() > 0x7fff'ffffU;
    if (!too_large && number >= std::numeric_limits<int>::min() && number <= std::numeric_limits<int>::max()) {
      return static_cast<int>(number);
    }
  }
  throw Malformed(fmt::format("{} must be an integer of 32 bits", what));
}

Thread read_thread(const Json& json, const std::vector<Location>& locations, int& operations) {
  Thread thread;
  collect_registers(json, thread.registers, 0);
  ThreadReader reader(locations, thread.registers, operations);
  try {
    thread.body = reader.read_all(json);
  } catch (const Malformed& wrong) {
    throw Malformed(fmt::format("operation {}: {}", reader.line(), wrong.what()));
  }
  return thread;
}

}  // namespace extram::litmus
