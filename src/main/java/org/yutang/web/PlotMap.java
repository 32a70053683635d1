package org.yutang.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.yutang.farm.Outline;
import org.yutang.farm.Plot;

/// A sketch of plots, north above, in metres from its north-west corner; no map of others lies
/// below it.
///
/// @param west and `north` of that corner, in degrees
/// @param metresPerLng and `metresPerLat` at its latitude
public record PlotMap(
    double width,
    double height,
    double west,
    double north,
    double metresPerLng,
    double metresPerLat,
    List<Shape> shapes) {

  private static final double METRES_PER_DEGREE = 111_320;

  /// Around the plots, as a share of the sketch.
  private static final double MARGIN = 0.08;

  private static final double LEAST_METRES = 40;

  public PlotMap {
    shapes = List.copyOf(shapes);
  }

  /// @param path of its rings, for SVG
  public record Shape(String id, String name, String path) {}

  /// Of at least one plot.
  static PlotMap of(List<Plot> plots) {
    double west = Double.MAX_VALUE;
    double south = Double.MAX_VALUE;
    double east = -Double.MAX_VALUE;
    double north = -Double.MAX_VALUE;
    for (Plot plot : plots) {
      Outline.Box box = plot.what().outline().box();
      west = Math.min(west, box.west());
      south = Math.min(south, box.south());
      east = Math.max(east, box.east());
      north = Math.max(north, box.north());
    }
    double perLng = METRES_PER_DEGREE * Math.cos(Math.toRadians((south + north) / 2));
    double margin =
        MARGIN
            * Math.max(
                LEAST_METRES,
                Math.max((east - west) * perLng, (north - south) * METRES_PER_DEGREE));
    west -= margin / perLng;
    north += margin / METRES_PER_DEGREE;
    double width = (east - west) * perLng + margin;
    double height = (north - south) * METRES_PER_DEGREE + margin;
    PlotMap empty = new PlotMap(width, height, west, north, perLng, METRES_PER_DEGREE, List.of());
    List<Shape> shapes = new ArrayList<>();
    for (Plot plot : plots)
      shapes.add(new Shape(plot.id().toString(), plot.name(), empty.path(plot.what().outline())));
    return new PlotMap(width, height, west, north, perLng, METRES_PER_DEGREE, shapes);
  }

  private String path(Outline outline) {
    StringBuilder path = new StringBuilder();
    for (List<Outline.Corner> ring : outline.rings()) {
      char move = 'M';
      for (Outline.Corner corner : ring.subList(0, ring.size() - 1)) {
        path.append(move)
            .append(
                String.format(
                    Locale.ROOT,
                    "%.1f %.1f",
                    (corner.lng() - west) * metresPerLng,
                    (north - corner.lat()) * metresPerLat));
        move = 'L';
      }
      path.append('Z');
    }
    return path.toString();
  }

  public String viewBox() {
    return String.format(Locale.ROOT, "0 0 %.1f %.1f", width, height);
  }

  /// A round length that fits into a quarter of the sketch, for its scale, in metres.
  public long scale() {
    long length = 10;
    while (length * 10 <= width / 4) length *= 10;
    if (length * 5 <= width / 4) return length * 5;
    return length * 2 <= width / 4 ? length * 2 : length;
  }
}
