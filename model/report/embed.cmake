# Puts files into a C++ source, so that a program carries its pages with it, and a person edits HTML as HTML.
#
#   cmake -DOUTPUT=FILE -DFOLDER=DIR -P embed.cmake
set(rows "")
file(GLOB files "${FOLDER}/*.mustache" "${FOLDER}/*.css" "${FOLDER}/*.js")
list(SORT files)
foreach(file IN LISTS files)
  get_filename_component(name "${file}" NAME)
  file(READ "${file}" text)
  # Compilers may refuse a literal of more than 64 KiB.
  string(LENGTH "${text}" length)
  if(length GREATER 60000)
    message(FATAL_ERROR "${file} is too long to be one literal: cut it in two")
  endif()
  string(APPEND rows "    {\"${name}\", R\"embedded(${text})embedded\"},\n")
endforeach()
set(source "#include \"model/report/page_files.hpp\"

#include <array>
#include <cstdlib>

namespace extram {
namespace {

struct File {
  std::string_view name;
  std::string_view text;
};

constexpr File kFiles[] = {
${rows}};

}  // namespace

std::string_view page_file(std::string_view name) {
  for (const File& file : kFiles) {
    if (file.name == name) return file.text;
  }
  std::abort();
}

}  // namespace extram
")
file(WRITE "${OUTPUT}" "${source}")
