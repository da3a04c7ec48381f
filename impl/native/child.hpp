// How a parent tells the program that it is a child, and where the shared page is.
#pragma once

#include <string_view>

#include "impl/native/report_page.hpp"

namespace extram::native {

inline constexpr std::string_view kChildVerb = "--native-child";
inline constexpr int kPageDescriptor = 3;

// The page behind a descriptor; it stays mapped for as long as the process lives, or until unmap_page.
[[nodiscard]] ReportPage* map_page(int descriptor);
void unmap_page(ReportPage* page);

}  // namespace extram::native
