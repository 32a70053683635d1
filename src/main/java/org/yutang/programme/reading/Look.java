package org.yutang.programme.reading;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/// A hash for the eye (a difference hash of 16 by 16): pictures that look alike differ in few bits.
/// Sheets of one form differ in their letters only, which 64 bits do not see; 256 do.
///
/// Of two looks that differ in fewer than 16 bits, at least one of the sixteen bands of 16 bits is
/// the same, so an index over bands finds them all, but for bands that say nothing.
record Look(byte[] bits) {

  private static final int SIDE = 16;

  /// Grey levels by which a cell must be lighter than the one before it. Blank paper is flat: its
  /// noise says nothing.
  private static final double STEP = 1;

  /// A picture with fewer bits set shows nothing to know it by.
  private static final int LEAST_BITS = 16;

  static Look of(BufferedImage picture) {
    double[][] grey = cells(picture);
    byte[] bits = new byte[SIDE * SIDE / 8];
    for (int y = 0; y < SIDE; y++)
      for (int x = 0; x < SIDE; x++)
        if (grey[y][x + 1] - grey[y][x] >= STEP) bits[(y * SIDE + x) / 8] |= (byte) (1 << (x % 8));
    return new Look(bits);
  }

  boolean isFlat() {
    return distance(new byte[bits.length]) < LEAST_BITS;
  }

  int distance(byte[] other) {
    int differ = 0;
    for (int i = 0; i < bits.length; i++) differ += Integer.bitCount((bits[i] ^ other[i]) & 0xff);
    return differ;
  }

  /// Those of the sixteen rows that show anything, each with its place in the upper half.
  List<Integer> bands() {
    List<Integer> bands = new ArrayList<>();
    for (int band = 0; band < SIDE; band++) {
      int row = (bits[2 * band] & 0xff) << 8 | (bits[2 * band + 1] & 0xff);
      if (row != 0) bands.add(band << 16 | row);
    }
    return bands;
  }

  /// How light each cell is on the average, from 0 to 255, one column more than bits.
  private static double[][] cells(BufferedImage picture) {
    int width = picture.getWidth();
    int height = picture.getHeight();
    double[][] sums = new double[SIDE][SIDE + 1];
    double[][] weights = new double[SIDE][SIDE + 1];
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      picture.getRGB(0, y, width, 1, row, 0, width);
      int down = y * SIDE / height;
      for (int x = 0; x < width; x++) {
        double at = (x + 0.5) * (SIDE + 1) / width - 0.5;
        int left = Math.clamp((long) Math.floor(at), 0, SIDE);
        double share = Math.clamp(at - left, 0.0, 1.0); // neighbours share what lies between them
        int grey = (row[x] >> 16 & 0xff) * 3 + (row[x] >> 8 & 0xff) * 6 + (row[x] & 0xff);
        add(sums, weights, down, left, grey / 10.0, 1 - share);
        add(sums, weights, down, Math.min(SIDE, left + 1), grey / 10.0, share);
      }
    }
    for (int y = 0; y < SIDE; y++)
      for (int x = 0; x <= SIDE; x++) if (weights[y][x] > 0) sums[y][x] /= weights[y][x];
    return sums;
  }

  private static void add(
      double[][] sums, double[][] weights, int y, int x, double grey, double weight) {
    sums[y][x] += grey * weight;
    weights[y][x] += weight;
  }
}
