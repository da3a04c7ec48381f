// Plots as inline SVG, in the colours of the page around them.
#pragma once

#include <string>
#include <vector>

namespace extram {

struct PlotPoint {
  double x = 0.0;
  double y = 0.0;
};

struct PlotSeries {
  std::string name;
  std::vector<PlotPoint> points;  // by x
};

enum class Scale : unsigned char { linear, logarithmic };

struct LinePlot {
  std::string title;
  std::string x_name;  // its values are whole numbers
  std::string y_name;
  Scale scale = Scale::linear;  // of y
  std::vector<PlotSeries> series;
};

// Empty where there is nothing to draw: no series of two points.
[[nodiscard]] std::string drawn(const LinePlot& plot);

}  // namespace extram
