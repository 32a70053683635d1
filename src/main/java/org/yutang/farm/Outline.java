package org.yutang.farm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.PrecisionModel;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;
import org.locationtech.jts.io.WKBWriter;
import org.locationtech.jts.operation.overlayng.OverlayNG;
import org.locationtech.jts.operation.overlayng.OverlayNGRobust;
import org.locationtech.jts.operation.valid.IsValidOp;
import org.locationtech.jts.operation.valid.TopologyValidationError;
import org.locationtech.jts.simplify.TopologyPreservingSimplifier;
import org.yutang.kernel.Area;
import org.yutang.kernel.Refusal;

/// The outline of a plot on the WGS 84 ellipsoid: one outer ring and perhaps holes, in degrees
/// rounded to 1e-7 (a centimetre), valid, between 20 m² and 20 km². Immutable.
public final class Outline {

  /// The most corners.
  public static final int MAX_CORNERS = 5000;

  /// How far the end of a walk may lie from its beginning, in metres.
  public static final double MAX_GAP_METRES = 30;

  private static final double PER_DEGREE = 1e7;
  private static final long LEAST_SQUARE_METRES = 20;
  private static final long MOST_SQUARE_METRES = 20_000_000;
  private static final double METRES_PER_DEGREE = 111_320;

  /// By how much a walk may be straightened, in degrees: about a metre.
  private static final double STRAIGHTENED = 1e-5;

  private static final GeometryFactory FACTORY =
      new GeometryFactory(new PrecisionModel(PER_DEGREE));

  private final Polygon polygon;
  private final Area area;

  private Outline(Polygon polygon, Area area) {
    this.polygon = polygon;
    this.area = area;
  }

  /// A corner, in degrees east and north.
  public record Corner(double lng, double lat) {}

  /// From rings of corners, the outer one first; a ring need not repeat its first corner. Refuses
  /// with [FarmRefusal#BAD_OUTLINE] and [FarmRefusal#SELF_INTERSECTING].
  public static Outline of(List<List<Corner>> rings) {
    if (rings.isEmpty()) throw bad("too-few-corners");
    if (rings.stream().mapToInt(List::size).sum() > MAX_CORNERS) throw bad("too-many-corners");
    LinearRing shell = ring(rings.getFirst());
    LinearRing[] holes = rings.stream().skip(1).map(Outline::ring).toArray(LinearRing[]::new);
    return checked(FACTORY.createPolygon(shell, holes));
  }

  /// From one ring of corners.
  public static Outline ofRing(List<Corner> corners) {
    return of(List.of(corners));
  }

  /// From a walk around the plot: its end must come back near its beginning, and what deviates by
  /// less than about a metre is straightened. Otherwise as [#of].
  public static Outline walked(List<Corner> track) {
    if (track.size() < 3) throw bad("too-few-corners");
    if (track.size() > MAX_CORNERS) throw bad("too-many-corners");
    if (metres(track.getFirst(), track.getLast()) > MAX_GAP_METRES) throw bad("not-closed");
    Outline whole = ofRing(track);
    if (TopologyPreservingSimplifier.simplify(whole.polygon, STRAIGHTENED)
        instanceof Polygon straight) return checked((Polygon) FACTORY.createGeometry(straight));
    return whole;
  }

  private static double metres(Corner a, Corner b) {
    double east = (a.lng - b.lng) * Math.cos(Math.toRadians(a.lat)) * METRES_PER_DEGREE;
    return Math.hypot(east, (a.lat - b.lat) * METRES_PER_DEGREE);
  }

  private static LinearRing ring(List<Corner> corners) {
    List<Coordinate> ring = new ArrayList<>();
    for (Corner corner : corners) {
      boolean onEarth = Math.abs(corner.lng) <= 180 && Math.abs(corner.lat) <= 85;
      if (!onEarth) throw bad("not-on-earth"); // also what is no number
      Coordinate rounded = new Coordinate(rounded(corner.lng), rounded(corner.lat));
      if (ring.isEmpty() || !ring.getLast().equals2D(rounded)) ring.add(rounded);
    }
    if (ring.size() > 1 && ring.getFirst().equals2D(ring.getLast())) ring.removeLast();
    if (ring.size() < 3) throw bad("too-few-corners");
    ring.add(new Coordinate(ring.getFirst()));
    return FACTORY.createLinearRing(ring.toArray(Coordinate[]::new));
  }

  private static double rounded(double degrees) {
    return Math.rint(degrees * PER_DEGREE) / PER_DEGREE;
  }

  private static Outline checked(Polygon polygon) {
    TopologyValidationError error = new IsValidOp(polygon).getValidationError();
    if (error != null)
      throw new Refusal(
          FarmRefusal.SELF_INTERSECTING,
          Map.of("lng", error.getCoordinate().x, "lat", error.getCoordinate().y));
    Envelope box = polygon.getEnvelopeInternal();
    if (box.getWidth() > 1 || box.getHeight() > 1) throw bad("too-large");
    Area area = new Area(Math.round(EqualArea.squareMetres(polygon)));
    if (area.squareMetres() < LEAST_SQUARE_METRES) throw bad("too-small");
    if (area.squareMetres() > MOST_SQUARE_METRES) throw bad("too-large");
    return new Outline((Polygon) polygon.norm(), area);
  }

  /// The area on the ellipsoid; see `EqualArea`.
  public Area area() {
    return area;
  }

  /// Square metres that both cover.
  double shared(Outline other) {
    if (!polygon.getEnvelopeInternal().intersects(other.polygon.getEnvelopeInternal())) return 0;
    return EqualArea.squareMetres(
        OverlayNGRobust.overlay(polygon, other.polygon, OverlayNG.INTERSECTION));
  }

  /// Its rings, the outer one first; each ends with its first corner.
  public List<List<Corner>> rings() {
    List<List<Corner>> rings = new ArrayList<>();
    rings.add(corners(polygon.getExteriorRing()));
    for (int i = 0; i < polygon.getNumInteriorRing(); i++)
      rings.add(corners(polygon.getInteriorRingN(i)));
    return rings;
  }

  private static List<Corner> corners(LinearRing ring) {
    List<Corner> corners = new ArrayList<>();
    for (Coordinate each : ring.getCoordinates()) corners.add(new Corner(each.x, each.y));
    return corners;
  }

  /// The smallest box around it: west, south, east, north.
  public Box box() {
    Envelope box = polygon.getEnvelopeInternal();
    return new Box(box.getMinX(), box.getMinY(), box.getMaxX(), box.getMaxY());
  }

  public record Box(double west, double south, double east, double north) {}

  /// A point inside it.
  public Corner inside() {
    Coordinate point = polygon.getInteriorPoint().getCoordinate();
    return new Corner(point.x, point.y);
  }

  byte[] wkb() {
    return new WKBWriter().write(polygon);
  }

  /// What [#wkb] wrote; not checked again.
  static Outline ofWkb(byte[] bytes, Area area) {
    try {
      return new Outline((Polygon) new WKBReader(FACTORY).read(bytes), area);
    } catch (ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Outline outline && polygon.equalsExact(outline.polygon);
  }

  @Override
  public int hashCode() {
    return polygon.getEnvelopeInternal().hashCode();
  }

  @Override
  public String toString() {
    return polygon.toString();
  }

  static Refusal bad(String problem) {
    return new Refusal(FarmRefusal.BAD_OUTLINE, Map.of("problem", problem));
  }
}
