package org.yutang.farm;

import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;

/// Areas on the WGS 84 ellipsoid, by the cylindrical equal-area projection: J. P. Snyder, *Map
/// Projections – A Working Manual*, USGS Professional Paper 1395 (1987), equations 3-12 and 10-14,
/// with the equator as standard parallel. It keeps areas exactly; that sides are straight in the
/// projection and not geodesics changes less than a millionth of a plot.
final class EqualArea {

  private static final double A = 6_378_137;
  private static final double FLATTENING = 1 / 298.257223563;
  private static final double E2 = FLATTENING * (2 - FLATTENING);
  private static final double E = Math.sqrt(E2);

  private EqualArea() {}

  /// Zero for what has no surface.
  static double squareMetres(Geometry geometry) {
    double sum = 0;
    for (int i = 0; i < geometry.getNumGeometries(); i++)
      if (geometry.getGeometryN(i) instanceof Polygon polygon) {
        sum += ring(polygon.getExteriorRing());
        for (int hole = 0; hole < polygon.getNumInteriorRing(); hole++)
          sum -= ring(polygon.getInteriorRingN(hole));
      }
    return sum;
  }

  private static double ring(LinearRing ring) {
    Coordinate[] corners = ring.getCoordinates();
    if (corners.length < 4) return 0;
    double lng0 = corners[0].x;
    double y0 = north(corners[0].y);
    double twice = 0;
    for (int i = 1; i < corners.length; i++) {
      double x1 = A * Math.toRadians(corners[i - 1].x - lng0);
      double x2 = A * Math.toRadians(corners[i].x - lng0);
      twice += x1 * (north(corners[i].y) - y0) - x2 * (north(corners[i - 1].y) - y0);
    }
    return Math.abs(twice) / 2;
  }

  /// Metres to the north, so that areas stay.
  static double north(double lat) {
    double sin = Math.sin(Math.toRadians(lat));
    double es = E * sin;
    double q = (1 - E2) * (sin / (1 - es * es) - Math.log((1 - es) / (1 + es)) / (2 * E));
    return A * q / 2;
  }
}
