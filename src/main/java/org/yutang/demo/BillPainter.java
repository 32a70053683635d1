package org.yutang.demo;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.springframework.stereotype.Component;
import org.yutang.specimen.Ink;

/// Draws bills as a phone might see them, with SYNTHETIC written across.
@Component
class BillPainter {

  private static final int WIDTH = 480;
  private static final int HEIGHT = 640;
  private static final int LEFT = 36;
  private static final int VALUES = 190;
  private static final Color PAPER = new Color(0xFBFAF4);
  private static final Color INK = new Color(0x2A2F2C);
  private static final Color LINE = new Color(0xB9B39F);
  private static final Color STAMP = new Color(0xB3, 0x26, 0x1E, 150);

  /// What is written on a sheet.
  private interface Writing {
    void on(Graphics2D pen);
  }

  /// A JPEG.
  byte[] paint(Bill bill) throws IOException {
    return paint(pen -> paint(pen, bill));
  }

  /// A teacher's certificate, as a JPEG.
  byte[] paintCertificate(String number, String subject) throws IOException {
    return paint(
        pen -> {
          pen.setColor(INK);
          write(pen, "教师资格证书", LEFT, 72, 25);
          write(pen, "（虚构样张）", LEFT, 108, 18);
          int y = 166;
          y = row(pen, y, "证书号码", number);
          y = row(pen, y, "任教学科", subject);
          row(pen, y, "发证机关", "示例县教育局");
          stamp(pen);
        });
  }

  private static byte[] paint(Writing writing) throws IOException {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D pen = image.createGraphics();
    try {
      pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      pen.setColor(PAPER);
      pen.fillRect(0, 0, WIDTH, HEIGHT);
      writing.on(pen);
    } finally {
      pen.dispose();
    }
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(jpeg)) {
      ImageIO.write(image, "jpeg", out);
    }
    return jpeg.toByteArray();
  }

  private static void paint(Graphics2D pen, Bill bill) {
    pen.setColor(INK);
    write(pen, bill.hospital(), LEFT, 72, 25);
    write(pen, "住院收费票据（虚构样张）", LEFT, 108, 18);
    int y = 166;
    y = row(pen, y, "票据号", bill.number());
    y = row(pen, y, "入院日期", bill.admitted().toString());
    y = row(pen, y, "出院日期", bill.discharged().toString());
    y = row(pen, y, "费用总额", bill.total().decimal());
    y = row(pen, y, "基本医保等已报销", bill.total().minus(bill.ownShare()).decimal());
    row(pen, y, "个人自付", bill.ownShare().decimal());
    stamp(pen);
  }

  private static void stamp(Graphics2D pen) {
    pen.setColor(STAMP);
    AffineTransform straight = pen.getTransform();
    pen.rotate(-0.42, WIDTH / 2.0, HEIGHT * 0.72);
    write(pen, "合成数据 SYNTHETIC", 66, HEIGHT * 0.76, 37);
    pen.setTransform(straight);
  }

  private static int row(Graphics2D pen, int y, String label, String value) {
    pen.setColor(LINE);
    pen.setStroke(new BasicStroke(1));
    pen.draw(new Line2D.Double(LEFT, y + 16, WIDTH - LEFT, y + 16));
    pen.setColor(INK);
    write(pen, label, LEFT, y, 16);
    write(pen, value, LEFT + VALUES, y, 18);
    return y + 45;
  }

  private static void write(Graphics2D pen, String text, double x, double y, double size) {
    Ink.REGULAR.write(pen, text, x, y, size, 1);
  }
}
