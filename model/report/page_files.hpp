// The files of model/report/pages, as the program carries them.
#pragma once

#include <string_view>

namespace extram {

// `name` is one of them: "look.css".
[[nodiscard]] std::string_view page_file(std::string_view name);

}  // namespace extram
