// The page of all runs: verdicts with their strength, what faults and signals met, which searches kill which mutants,
// how searches and callbacks scale. Made of rows as `--json` writes them, so that whoever has the rows has the page.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace extram {

using ReportRows = std::vector<nlohmann::ordered_json>;

struct SuiteRows {
  // Of `check --json`; `page`: where a failing one can be looked at; `signal_space`: what signals met.
  ReportRows check;
  ReportRows mutants;     // of `mutants --json`
  ReportRows bench;       // of `bench --json`
  ReportRows coverage{};  // of `coverage --json`
};

// Empty where the row has no such text.
[[nodiscard]] std::string text_in(const nlohmann::ordered_json& row, const char* field);

// Throws nlohmann's exceptions where a row is none.
[[nodiscard]] std::string suite_page(const SuiteRows& rows);

// --- its parts, as fields of its template ---------------------------------------------------------------------------
[[nodiscard]] nlohmann::ordered_json run_fields(const ReportRows& check);
[[nodiscard]] nlohmann::ordered_json coverage_fields(const ReportRows& check);
[[nodiscard]] nlohmann::ordered_json space_fields(const ReportRows& coverage);
[[nodiscard]] nlohmann::ordered_json matrix_fields(const ReportRows& mutants);
[[nodiscard]] nlohmann::ordered_json plot_fields(const SuiteRows& rows);

}  // namespace extram
