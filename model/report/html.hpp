// What pages are made of: templates, and data that no part of a page takes for markup.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace extram {

// As text or an attribute of a page.
[[nodiscard]] std::string escaped(std::string_view text);

// For a <script type="application/json">: no text in it ends the script or starts a comment.
[[nodiscard]] std::string json_for_script(const nlohmann::ordered_json& json);

// A link to a file in the same folder: a name with a colon in it is no scheme.
[[nodiscard]] std::string file_link(std::string_view name);

// A link that carries a text file.
[[nodiscard]] std::string text_link(std::string_view text);

// The page of a template: its fields from an object, {{escaped}} or {{{as they are}}}. Where the object has no `look`,
// look.css.
[[nodiscard]] std::string rendered(std::string_view name, nlohmann::ordered_json fields);

}  // namespace extram
