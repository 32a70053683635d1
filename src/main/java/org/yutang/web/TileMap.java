package org.yutang.web;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A map without borders: one tile a place, all of one size, coloured on a scale of four.
///
/// @param measure what the colours mean
public record TileMap(String measure, List<Tile> tiles, List<Step> scale) {

  public TileMap {
    tiles = List.copyOf(tiles);
    scale = List.copyOf(scale);
  }

  /// With a legend of those steps only that stand on a tile.
  static TileMap of(String measure, List<Tile> tiles, List<Step> scale) {
    Set<String> used = tiles.stream().map(Tile::style).collect(Collectors.toSet());
    return new TileMap(
        measure, tiles, scale.stream().filter(step -> used.contains(step.style())).toList());
  }

  /// @param style `k0` to `k3`, or `kx` for no data
  /// @param value what stands on the tile
  public record Tile(String name, String href, String style, String value) {}

  /// A line of the legend.
  public record Step(String style, String text) {}

  /// Three numbers that part the values into four about equal groups, rounded so that a legend
  /// reads well; fewer where the values are few.
  static long[] bounds(List<Long> values) {
    List<Long> some = values.stream().filter(value -> value > 0).sorted().toList();
    if (some.isEmpty()) return new long[] {1, 2, 3};
    long[] bounds = new long[3];
    for (int i = 0; i < 3; i++) bounds[i] = rounded(some.get((i + 1) * (some.size() - 1) / 4));
    bounds[0] = Math.max(1, bounds[0]);
    bounds[1] = Math.max(bounds[0] + 1, bounds[1]);
    bounds[2] = Math.max(bounds[1] + 1, bounds[2]);
    return bounds;
  }

  static String style(long value, long[] bounds) {
    int step = 0;
    while (step < 3 && value >= bounds[step]) step++;
    return "k" + step;
  }

  private static long rounded(long value) {
    long unit = 1;
    while (value / unit >= 100) unit *= 10;
    return Math.round((double) value / unit) * unit;
  }
}
