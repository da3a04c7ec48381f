#include "scenarios/litmus/shrink_for_test.hpp"

#include <nlohmann/json.hpp>

namespace extram::litmus {
namespace {

// All tests that are one step smaller.
std::vector<Test> smaller(const Test& test) {
  std::vector<Test> all;
  for (std::size_t t = 0; test.threads.size() > 1 && t < test.threads.size(); ++t) {
    all.push_back(test);
    all.back().threads.erase(all.back().threads.begin() + static_cast<std::ptrdiff_t>(t));
  }
  for (std::size_t t = 0; t < test.threads.size(); ++t) {
    const auto& body = test.threads[t].body;
    for (std::size_t i = 0; i < body.size(); ++i) {
      const auto at = static_cast<std::ptrdiff_t>(i);
      const auto with = [&](const std::vector<Operation>& instead) {
        all.push_back(test);
        auto& less = all.back().threads[t].body;
        less.erase(less.begin() + at);
        less.insert(less.begin() + at, instead.begin(), instead.end());
      };
      with({});
      if (body[i].kind == OpKind::branch) {
        with(body[i].then);
        with(body[i].otherwise);
        continue;
      }
      Operation weaker = body[i];
      weaker.order = weaker.order_failed = Order::relaxed;
      if (weaker.kind != OpKind::fence && (body[i].order != weaker.order || body[i].order_failed != weaker.order)) {
        with({weaker});
      }
      weaker = body[i];
      weaker.value = 1;
      if (!(body[i].value.terms() == weaker.value.terms())) with({weaker});
    }
  }
  return all;
}

std::string text_of(const Thread& thread, const Term& term) {
  return term.kind == TermKind::reg ? thread.registers[static_cast<std::size_t>(term.value)]
                                    : std::to_string(term.value);
}

// The generator's expressions are a constant or a register.
nlohmann::ordered_json json_of(const Thread& thread, const Expression& expression) {
  const Term& term = expression.terms().front();
  if (term.kind == TermKind::constant) return term.value;
  return text_of(thread, term);
}

constexpr std::array<const char*, 5> kOrders{"rlx", "acq", "rel", "acq_rel", "sc"};

nlohmann::ordered_json json_of(const Test& test, const Thread& thread, const std::vector<Operation>& operations) {
  auto list = nlohmann::ordered_json::array();
  for (const Operation& o : operations) {
    const bool cas = o.kind == OpKind::cas || o.kind == OpKind::cas_weak;
    nlohmann::ordered_json row{{"op", cas ? "cas" : std::string(name_of(o.kind))}};
    if (o.kind == OpKind::cas_weak) row["weak"] = true;
    if (accesses(o.kind)) row["loc"] = test.locations[static_cast<std::size_t>(o.location)].name;
    if (o.kind == OpKind::branch) {
      row["cond"] = text_of(thread, o.value.terms().front());
      row["then"] = json_of(test, thread, o.then);
      row["else"] = json_of(test, thread, o.otherwise);
    } else if (o.kind == OpKind::choice) {
      row["n"] = o.arity;
    } else if (o.kind == OpKind::assume) {
      row["cond"] = text_of(thread, o.value.terms().front());
    } else if (o.kind != OpKind::lock && (writes(o.kind) || o.kind == OpKind::await)) {
      row["val"] = json_of(thread, o.value);
    }
    if (o.kind == OpKind::await || o.kind == OpKind::lock) row["until"] = o.until == Until::equal ? "==" : "!=";
    if (cas) row["expect"] = json_of(thread, o.expected);
    if (accesses(o.kind) || o.kind == OpKind::fence) {
      row["ord"] = o.plain ? "na" : kOrders[static_cast<std::size_t>(o.order)];
    }
    if (cas || o.kind == OpKind::lock) row["ord_fail"] = kOrders[static_cast<std::size_t>(o.order_failed)];
    if (o.reg >= 0) row["reg"] = thread.registers[static_cast<std::size_t>(o.reg)];
    if (o.ok_reg >= 0) row["okreg"] = thread.registers[static_cast<std::size_t>(o.ok_reg)];
    list.push_back(std::move(row));
  }
  return list;
}

}  // namespace

Test shrunk(Test test, const std::function<bool(const Test&)>& still_fails) {
  for (bool progress = true; progress;) {
    progress = false;
    for (Test& candidate : smaller(test)) {
      prepare(candidate);
      if (!still_fails(candidate)) continue;
      test = std::move(candidate);
      progress = true;
      break;
    }
  }
  return test;
}

std::string json_text(const Test& test) {
  nlohmann::ordered_json line{{"name", test.name}, {"locs", nlohmann::ordered_json::array()}};
  for (const Location& location : test.locations) line["locs"].push_back(location.name);
  for (const Location& location : test.locations) {
    if (location.init != 0) line["init"][location.name] = location.init;
  }
  line["threads"] = nlohmann::ordered_json::array();
  for (const Thread& thread : test.threads) line["threads"].push_back(json_of(test, thread, thread.body));
  return line.dump();
}

}  // namespace extram::litmus
