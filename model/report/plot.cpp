#include "model/report/plot.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "model/report/html.hpp"

namespace extram {
namespace {

constexpr double kLeft = 76, kTop = 40, kWidth = 430, kHeight = 240, kBottom = kTop + kHeight;
constexpr double kRowOfNames = 20;
constexpr std::size_t kLooks = 6;  // of look.css and index.css, .series-0 and so on

struct Range {
  double least = 0.0;
  double most = 1.0;
};

class Drawing {
 public:
  explicit Drawing(const LinePlot& plot) : plot_(plot) {
    bool first = true;
    for (const PlotSeries& series : plot.series) {
      for (const PlotPoint& point : series.points) {
        const double y = height_of(point.y);
        if (first) x_ = {point.x, point.x}, y_ = {y, y};
        first = false;
        x_ = {std::min(x_.least, point.x), std::max(x_.most, point.x)};
        y_ = {std::min(y_.least, y), std::max(y_.most, y)};
      }
    }
    if (plot.scale == Scale::linear) y_.least = std::min(0.0, y_.least);
    y_ = {std::floor(y_.least), std::ceil(y_.most)};
    if (y_.most <= y_.least) y_.most = y_.least + 1;
    if (x_.most <= x_.least) x_.most = x_.least + 1;
  }

  [[nodiscard]] std::string text() const {
    const double height = kBottom + 48 + kRowOfNames * static_cast<double>(plot_.series.size());
    std::string svg = fmt::format(
        "<svg class=\"plot\" role=\"img\" viewBox=\"0 0 540 {:.0f}\" width=\"540\" aria-label=\"{}\">\n"
        "<text class=\"title\" x=\"8\" y=\"20\">{}</text>\n",
        height, escaped(plot_.title), escaped(plot_.title));
    svg += axes();
    for (std::size_t i = 0; i < plot_.series.size(); ++i) svg += line(i);
    return svg + "</svg>\n";
  }

 private:
  [[nodiscard]] double height_of(double y) const {
    return plot_.scale == Scale::linear ? y : std::log10(std::max(y, 1.0));
  }
  [[nodiscard]] double x(double value) const { return kLeft + kWidth * (value - x_.least) / (x_.most - x_.least); }
  [[nodiscard]] double y(double height) const { return kBottom - kHeight * (height - y_.least) / (y_.most - y_.least); }

  [[nodiscard]] std::string axes() const {
    std::string svg;
    const double step = std::max(1.0, std::ceil((y_.most - y_.least) / 8));
    for (double tick = y_.least; tick <= y_.most; tick += step) {
      const std::string name = plot_.scale == Scale::linear ? fmt::format("{:g}", tick)
                               : tick < 4                   ? fmt::format("{:.0f}", std::pow(10.0, tick))
                                                            : fmt::format("10^{:g}", tick);
      svg += fmt::format(
          "<path class=\"grid\" d=\"M{0} {1:.1f}H{2}\"/><text class=\"tick\" x=\"{3}\" y=\"{4:.1f}\">{5}</text>\n",
          kLeft, y(tick), kLeft + kWidth, kLeft - 8, y(tick) + 4, name);
    }
    const double x_step = std::max(1.0, std::ceil((x_.most - x_.least) / 10));
    for (double tick = std::ceil(x_.least); tick <= x_.most; tick += x_step) {
      svg += fmt::format("<text class=\"mid\" x=\"{:.1f}\" y=\"{:.0f}\">{:g}</text>\n", x(tick), kBottom + 18, tick);
    }
    return svg + fmt::format(
                     "<text class=\"mid\" x=\"{:.0f}\" y=\"{:.0f}\">{}</text>\n"
                     "<text class=\"mid\" transform=\"translate(16 {:.0f}) rotate(-90)\">{}</text>\n",
                     kLeft + kWidth / 2, kBottom + 36, escaped(plot_.x_name), kTop + kHeight / 2,
                     escaped(plot_.y_name));
  }

  [[nodiscard]] std::string line(std::size_t i) const {
    const PlotSeries& series = plot_.series[i];
    std::string points, marks;
    for (const PlotPoint& point : series.points) {
      const double cx = x(point.x), cy = y(height_of(point.y));
      points += fmt::format("{:.1f},{:.1f} ", cx, cy);
      marks += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3.5\"><title>{}: {:g} at {:g}</title></circle>", cx,
                           cy, escaped(series.name), point.y, point.x);
    }
    const double name_y = kBottom + 60 + kRowOfNames * static_cast<double>(i);
    return fmt::format(
        "<g class=\"series-{0}\"><polyline points=\"{1}\"/>{2}<path d=\"M{3} {4:.0f}h18\"/>"
        "<text x=\"{5}\" y=\"{6:.0f}\">{7}</text></g>\n",
        i % kLooks, points, marks, kLeft, name_y - 4, kLeft + 26, name_y, escaped(series.name));
  }

  const LinePlot& plot_;
  Range x_;
  Range y_;
};

}  // namespace

std::string drawn(const LinePlot& plot) {
  const bool any =
      std::any_of(plot.series.begin(), plot.series.end(), [](const PlotSeries& s) { return s.points.size() > 1; });
  return any ? Drawing(plot).text() : std::string();
}

}  // namespace extram
