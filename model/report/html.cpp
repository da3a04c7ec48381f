#include "model/report/html.hpp"

#include <kainjow/mustache.hpp>
#include <nlohmann/json.hpp>

#include "model/report/page_files.hpp"

namespace extram {
namespace {

using Json = nlohmann::ordered_json;
namespace mustache = kainjow::mustache;

mustache::data data_of(const Json& json) {
  switch (json.type()) {
    case Json::value_t::object: {
      mustache::data fields(mustache::data::type::object);
      for (const auto& [name, value] : json.items()) fields.set(name, data_of(value));
      return fields;
    }
    case Json::value_t::array: {
      mustache::data list(mustache::data::type::list);
      for (const Json& value : json) list.push_back(data_of(value));
      return list;
    }
    case Json::value_t::boolean:
      return mustache::data(json.get<bool>() ? mustache::data::type::bool_true : mustache::data::type::bool_false);
    case Json::value_t::string:
      // An empty text is none: its section is left out.
      if (json.get_ref<const std::string&>().empty()) return mustache::data(mustache::data::type::bool_false);
      return mustache::data(json.get<std::string>());
    case Json::value_t::null:
      return mustache::data(mustache::data::type::bool_false);
    default:
      return mustache::data(json.dump());
  }
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                       std::string_view("-._~").find(c) != std::string_view::npos;
    if (plain) {
      encoded += c;
    } else {
      encoded += {'%', kDigits[byte >> 4U], kDigits[byte & 15U]};
    }
  }
  return encoded;
}

}  // namespace

std::string escaped(std::string_view text) { return mustache::html_escape(std::string(text)); }

std::string json_for_script(const Json& json) {
  std::string safe;
  // U+2028 and U+2029 end a line in old JavaScript, and `ensure_ascii` writes them as escapes.
  for (const char c : json.dump(-1, ' ', true, Json::error_handler_t::replace)) {
    if (c == '<' || c == '>' || c == '&') {
      safe += c == '<' ? "\\u003c" : (c == '>' ? "\\u003e" : "\\u0026");
    } else {
      safe += c;
    }
  }
  return safe;
}

std::string file_link(std::string_view name) { return "./" + percent_encoded(name); }

std::string text_link(std::string_view text) { return "data:text/plain;charset=utf-8," + percent_encoded(text); }

std::string rendered(std::string_view name, Json fields) {
  if (!fields.contains("look")) fields["look"] = page_file("look.css");
  mustache::mustache page{std::string(page_file(name))};
  return page.render(data_of(fields));
}

}  // namespace extram
