package org.yutang.farm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.yutang.kernel.Refusal;

class OutlineTest {

  private static final double LNG = 115.9;
  private static final double LAT = 25.8;

  static Outline box(double lng, double lat, double size) {
    return Outline.ofRing(
        List.of(
            new Outline.Corner(lng, lat),
            new Outline.Corner(lng + size, lat),
            new Outline.Corner(lng + size, lat + size),
            new Outline.Corner(lng, lat + size)));
  }

  /// The published surface of the WGS 84 ellipsoid is 510,065,621.724 km².
  @Test
  void theWholeEarthHasItsPublishedSurface() {
    double halfMeridian = EqualArea.north(90);
    double surface = 2 * Math.PI * 6_378_137 * 2 * halfMeridian;
    assertThat(surface / 1e6).isCloseTo(510_065_621.724, within(0.01));
  }

  @Test
  void aHectareIsMeasured() {
    // by the radii of curvature at that latitude: 100 m east and north
    double phi = Math.toRadians(LAT);
    double e2 = 0.00669437999014;
    double w = Math.sqrt(1 - e2 * Math.sin(phi) * Math.sin(phi));
    double east = Math.toDegrees(100 / (6_378_137 / w * Math.cos(phi)));
    double north = Math.toDegrees(100 / (6_378_137 * (1 - e2) / (w * w * w)));
    Outline hectare =
        Outline.ofRing(
            List.of(
                new Outline.Corner(LNG, LAT - north / 2),
                new Outline.Corner(LNG + east, LAT - north / 2),
                new Outline.Corner(LNG + east, LAT + north / 2),
                new Outline.Corner(LNG, LAT + north / 2)));
    // corners are rounded to a centimetre
    assertThat((double) hectare.area().squareMetres()).isCloseTo(10_000, within(2.0));
    assertThat(hectare.area().mu()).isEqualByComparingTo("15");
  }

  @Test
  void brokenOutlinesAreRefused() {
    refused(
        "[[115.9,25.8],[115.901,25.801],[115.901,25.8],[115.9,25.801]]", "farm.self-intersecting");
    refused("[[115.9,25.8],[115.901,25.8]]", "too-few-corners");
    refused("[[115.9,25.8],[115.9,25.8],[115.9,25.8]]", "too-few-corners");
    refused("[[115.9,25.8],[115.90001,25.8],[115.90001,25.80001]]", "too-small");
    refused("[[115.9,25.8],[116.4,25.8],[116.4,26.3]]", "too-large");
    refused("[[215.9,25.8],[115.901,25.8],[115.901,25.801]]", "not-on-earth");
    refused("[[115.9],[115.901,25.8],[115.901,25.801]]", "unreadable");
    refused("[[115.9,25.8],", "unreadable");
    refused("{\"type\":\"MultiPolygon\",\"coordinates\":[]}", "not-a-polygon");
    refused("{\"type\":\"Polygon\",\"coordinates\":[]}", "unreadable");
  }

  private static void refused(String json, String why) {
    assertThatThrownBy(() -> GeoJson.outline(json))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining(why);
  }

  @Test
  void aWalkMustComeBackAndIsStraightened() {
    List<Outline.Corner> walk = new ArrayList<>();
    double side = 0.001;
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      double along = i % 50 / 50.0 * side;
      double sway = random.nextDouble() * 2e-6;
      walk.add(
          switch (i / 50) {
            case 0 -> new Outline.Corner(LNG + along, LAT + sway);
            case 1 -> new Outline.Corner(LNG + side + sway, LAT + along);
            case 2 -> new Outline.Corner(LNG + side - along, LAT + side + sway);
            default -> new Outline.Corner(LNG + sway, LAT + side - along);
          });
    }
    Outline walked = Outline.walked(walk);
    assertThat(walked.rings().getFirst().size()).isLessThan(20);
    assertThat((double) walked.area().squareMetres())
        .isCloseTo((double) box(LNG, LAT, side).area().squareMetres(), within(200.0));
    assertThatThrownBy(() -> Outline.walked(walk.subList(0, 120)))
        .hasMessageContaining("not-closed");
  }

  @Test
  void geoJsonAndBytesGiveTheSameOutlineBack() {
    Outline outline = box(LNG, LAT, 0.001);
    assertThat(GeoJson.outline(GeoJson.write(outline))).isEqualTo(outline);
    assertThat(Outline.ofWkb(outline.wkb(), outline.area())).isEqualTo(outline);
    Outline holed =
        GeoJson.outline(
            """
            {"type":"Feature","geometry":{"type":"Polygon","coordinates":[
              [[115.9,25.8],[115.902,25.8],[115.902,25.802],[115.9,25.802],[115.9,25.8]],
              [[115.9005,25.8005],[115.9015,25.8005],[115.9015,25.8015],[115.9005,25.8015],[115.9005,25.8005]]]}}
            """);
    assertThat(holed.area().squareMetres())
        .isLessThan(box(115.9, 25.8, 0.002).area().squareMetres() * 4 / 5);
    assertThat(holed.rings()).hasSize(2);
  }

  /// Boxes of a grid of numbers against exact arithmetic on those numbers.
  @Test
  void overlapAgreesWithBoxes() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    double unit = 0.0001;
    for (int i = 0; i < 2_000; i++) {
      int[] a = {random.nextInt(20), random.nextInt(20), 1 + random.nextInt(10)};
      int[] b = {random.nextInt(20), random.nextInt(20), 1 + random.nextInt(10)};
      Outline one = box(LNG + a[0] * unit, LAT + a[1] * unit, a[2] * unit);
      Outline other = box(LNG + b[0] * unit, LAT + b[1] * unit, b[2] * unit);
      int wide = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0]);
      int tall = Math.min(a[1] + a[2], b[1] + b[2]) - Math.max(a[1], b[1]);
      double cell = (double) one.area().squareMetres() / (a[2] * a[2]);
      double expected = wide <= 0 || tall <= 0 ? 0 : wide * tall * cell;
      assertThat(one.shared(other))
          .as("seed " + seed)
          .isCloseTo(expected, within(2 + expected / 50));
      assertThat(one.shared(other)).isCloseTo(other.shared(one), within(1e-3));
    }
  }
}
