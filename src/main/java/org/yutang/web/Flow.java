package org.yutang.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A picture of money that flows through stages: each stop is a bar whose length is its amount,
/// each link a band between two bars, as wide as what flows. Bands leave and reach a bar in the
/// order in which they are given.
///
/// Drawn lying (stages from left to right, for wide screens and paper) or standing (from top to
/// bottom, for phones), in units of the picture's own view box.
public record Flow(Form form, List<Bar> bars, List<Band> bands) {

  private static final double THICK = 12;

  public Flow {
    bars = List.copyOf(bars);
    bands = List.copyOf(bands);
  }

  /// The length of the picture in the direction of the flow, its extent otherwise, and the least
  /// room of a stop, for its words.
  public enum Form {
    LYING(1152, 446, 62),
    STANDING(330, 358, 34);

    final double along;
    final double across;
    final double slot;

    Form(double along, double across, double slot) {
      this.along = along;
      this.across = across;
      this.slot = slot;
    }
  }

  /// @param title what it is
  /// @param minor the amount in fen, not negative
  /// @param amount the same in the reader's words
  /// @param note a line below, such as how many
  /// @param style the colour, a class of the stylesheet
  /// @param href the vouchers behind it; empty for none
  public record Stop(
      String title, long minor, String amount, String note, String style, String href) {}

  /// What flows from a stop of one stage to a stop of the next.
  ///
  /// @param stage of the stop that it leaves; the first is 0
  public record Link(int stage, int from, int to, long minor, String style) {}

  /// @param number counts all stops, from 1
  public record Bar(
      Stop stop, int number, double x, double y, double width, double height, double label) {}

  /// @param path for an SVG's `d`
  public record Band(String path, String style) {}

  /// Three stages: all sources into the one fund in the middle, and all of that into the ends, of
  /// which the first is what the fund is for.
  static Flow throughFund(Form form, List<List<Stop>> stages) {
    List<Link> links = new ArrayList<>();
    List<Stop> sources = stages.getFirst();
    for (int i = 0; i < sources.size(); i++)
      links.add(new Link(0, i, 0, sources.get(i).minor(), "f1"));
    List<Stop> ends = stages.getLast();
    for (int i = 0; i < ends.size(); i++)
      links.add(new Link(1, 0, i, ends.get(i).minor(), i == 0 ? "f1" : "fw"));
    return of(form, stages, links);
  }

  static Flow of(Form form, List<List<Stop>> stages, List<Link> links) {
    double scale = scale(form, stages);
    double[][] at = new double[stages.size()][];
    List<Bar> bars = new ArrayList<>();
    for (int stage = 0; stage < stages.size(); stage++) {
      List<Stop> stops = stages.get(stage);
      at[stage] = places(form, stops, scale);
      for (int i = 0; i < stops.size(); i++)
        bars.add(
            bar(
                form,
                stops.get(i),
                bars.size() + 1,
                lead(form, stages, stage),
                at[stage][i],
                scale));
    }
    return new Flow(form, bars, bands(form, stages, links, at, scale));
  }

  /// So that the fullest stage just fits.
  private static double scale(Form form, List<List<Stop>> stages) {
    double scale = Double.MAX_VALUE;
    for (List<Stop> stops : stages) {
      // a stop smaller than its slot takes the slot; found by taking them out one by one
      double free = form.across - gaps(form, stops.size());
      List<Stop> large = new ArrayList<>(stops);
      large.removeIf(stop -> stop.minor() == 0);
      free -= (stops.size() - large.size()) * form.slot;
      while (!large.isEmpty()) {
        double sum = large.stream().mapToDouble(Stop::minor).sum();
        double each = Math.max(0, free) / sum;
        Stop small = null;
        for (Stop stop : large) if (stop.minor() * each < form.slot) small = stop;
        if (small == null || large.size() == 1) {
          scale = Math.min(scale, each);
          break;
        }
        large.remove(small);
        free -= form.slot;
      }
    }
    return scale == Double.MAX_VALUE ? 0 : scale;
  }

  private static double gaps(Form form, int stops) {
    return (stops - 1) * form.slot / 5;
  }

  /// Where each stop of a stage begins, the stage as a whole in the middle.
  private static double[] places(Form form, List<Stop> stops, double scale) {
    double[] at = new double[stops.size()];
    double next = 0;
    for (int i = 0; i < at.length; i++) {
      at[i] = next;
      next += Math.max(stops.get(i).minor() * scale, form.slot) + gaps(form, 2);
    }
    double used = next - gaps(form, 2);
    for (int i = 0; i < at.length; i++) at[i] += Math.max(0, form.across - used) / 2;
    return at;
  }

  /// Where a stage lies in the direction of the flow; the last leaves room for its words.
  private static double lead(Form form, List<List<Stop>> stages, int stage) {
    double words = form == Form.LYING ? 260 : 26;
    double first = form == Form.LYING ? 0 : 22;
    return first + (form.along - first - THICK - words) * stage / Math.max(1, stages.size() - 1);
  }

  private static Bar bar(Form form, Stop stop, int number, double lead, double at, double scale) {
    double size = Math.max(stop.minor() > 0 ? 1 : 0, stop.minor() * scale);
    return form == Form.LYING
        ? new Bar(
            stop, number, lead, at, THICK, size, at + Math.max(15, Math.min(size / 2 - 8, 46)))
        : new Bar(stop, number, at, lead, size, THICK, at + size / 2);
  }

  private static List<Band> bands(
      Form form, List<List<Stop>> stages, List<Link> links, double[][] at, double scale) {
    double[][] out = new double[at.length][];
    double[][] in = new double[at.length][];
    for (int stage = 0; stage < at.length; stage++) {
      out[stage] = at[stage].clone();
      in[stage] = at[stage].clone();
    }
    List<Band> bands = new ArrayList<>();
    for (Link link : links) {
      double size = link.minor() * scale;
      double begin = out[link.stage()][link.from()];
      double end = in[link.stage() + 1][link.to()];
      out[link.stage()][link.from()] += size;
      in[link.stage() + 1][link.to()] += size;
      if (size > 0)
        bands.add(
            new Band(
                path(
                    form,
                    lead(form, stages, link.stage()) + THICK,
                    lead(form, stages, link.stage() + 1),
                    begin,
                    end,
                    size),
                link.style()));
    }
    return bands;
  }

  private static String path(
      Form form, double from, double to, double begin, double end, double size) {
    double middle = (from + to) / 2;
    return "M"
        + point(form, from, begin)
        + "C"
        + point(form, middle, begin)
        + point(form, middle, end)
        + point(form, to, end)
        + "L"
        + point(form, to, end + size)
        + "C"
        + point(form, middle, end + size)
        + point(form, middle, begin + size)
        + point(form, from, begin + size)
        + "Z";
  }

  private static String point(Form form, double along, double across) {
    return form == Form.LYING
        ? String.format(Locale.ROOT, "%.1f %.1f ", along, across)
        : String.format(Locale.ROOT, "%.1f %.1f ", across, along);
  }
}
