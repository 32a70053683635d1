package org.yutang.specimen;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/// A sheet while it is printed; remembers what was written on it.
final class Paper {

  final int width;
  final int height;
  final BufferedImage image;
  final List<String> printed = new ArrayList<>();
  private final Graphics2D pen;
  private final double squeeze;
  private final Color ink;

  /// @param ink how dark the letters are, 0 for black
  Paper(int width, int height, Color paper, int ink, double squeeze) {
    this.width = width;
    this.height = height;
    this.squeeze = squeeze;
    this.ink = new Color(ink, ink, ink);
    image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    pen = image.createGraphics();
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setColor(paper);
    pen.fillRect(0, 0, width, height);
    pen.setColor(this.ink);
  }

  void text(String text, double x, double y, double size) {
    write(Ink.REGULAR, text, x, y, size);
  }

  void bold(String text, double x, double y, double size) {
    write(Ink.BOLD, text, x, y, size);
  }

  void right(String text, double x, double y, double size) {
    text(text, x - Ink.REGULAR.width(text, size, squeeze), y, size);
  }

  void centred(String text, double y, double size) {
    bold(text, (width - Ink.BOLD.width(text, size, squeeze)) / 2, y, size);
  }

  private void write(Ink letters, String text, double x, double y, double size) {
    printed.add(text);
    pen.setColor(ink);
    letters.write(pen, text, x, y, size, squeeze);
  }

  void line(double x1, double y1, double x2, double y2) {
    pen.setColor(new Color(0x8A8A86));
    pen.setStroke(new BasicStroke(1.4f));
    pen.draw(new Line2D.Double(x1, y1, x2, y2));
  }

  void frame(double x, double y, double w, double h) {
    line(x, y, x + w, y);
    line(x, y + h, x + w, y + h);
    line(x, y, x, y + h);
    line(x + w, y, x + w, y + h);
  }

  /// The word that nobody may take this for a real paper without.
  void stamp(double x, double y, double size, double angle) {
    AffineTransform straight = pen.getTransform();
    pen.setColor(new Color(0xB3, 0x26, 0x1E, 120));
    pen.rotate(angle, x, y);
    Ink.BOLD.write(pen, "样张 SPECIMEN", x, y, size, 1);
    pen.setTransform(straight);
  }

  void done() {
    pen.dispose();
  }
}
