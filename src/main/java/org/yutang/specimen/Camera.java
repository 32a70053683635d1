package org.yutang.specimen;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.ConvolveOp;
import java.awt.image.Kernel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// Takes a sheet as somebody in a village would: on a table, not quite straight, not quite sharp,
/// with light from one side.
final class Camera {

  private static final double MOST_TILT = Math.toRadians(4);
  private static final double MOST_SLANT = 0.08;
  private static final double TURNED = 0.08;

  private Camera() {}

  /// A JPEG.
  static byte[] take(BufferedImage sheet, Random random) throws IOException {
    sheet = smaller(sheet, 0.5 + random.nextDouble() * 0.5);
    BufferedImage seen = laidDown(sheet, (random.nextDouble() * 2 - 1) * MOST_TILT, random);
    if (random.nextDouble() < TURNED) seen = turned(seen, 1 + random.nextInt(3));
    seen =
        blurred(
            slanted(seen, (random.nextDouble() * 2 - 1) * MOST_SLANT), random.nextDouble() * 1.7);
    light(seen, random);
    return jpeg(seen, 0.3f + random.nextFloat() * 0.6f);
  }

  /// Without any of that.
  static byte[] scan(BufferedImage sheet) throws IOException {
    return jpeg(sheet, 0.9f);
  }

  private static BufferedImage smaller(BufferedImage sheet, double scale) {
    int width = (int) (sheet.getWidth() * scale);
    int height = (int) (sheet.getHeight() * scale);
    BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = small.createGraphics();
    pen.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    pen.drawImage(sheet, 0, 0, width, height, null);
    pen.dispose();
    return small;
  }

  private static BufferedImage laidDown(BufferedImage sheet, double tilt, Random random) {
    int margin = 30 + random.nextInt(60);
    double sin = Math.abs(Math.sin(tilt));
    int width = (int) (sheet.getWidth() + sheet.getHeight() * sin) + 2 * margin;
    int height = (int) (sheet.getHeight() + sheet.getWidth() * sin) + 2 * margin;
    BufferedImage table = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = table.createGraphics();
    pen.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    pen.setColor(
        new Color(90 + random.nextInt(90), 80 + random.nextInt(70), 60 + random.nextInt(60)));
    pen.fillRect(0, 0, width, height);
    pen.rotate(tilt, width / 2.0, height / 2.0);
    pen.drawImage(sheet, (width - sheet.getWidth()) / 2, (height - sheet.getHeight()) / 2, null);
    pen.dispose();
    return table;
  }

  /// Seen from above or below: each row a little narrower than the one before it, or wider.
  private static BufferedImage slanted(BufferedImage image, double slant) {
    int width = image.getWidth();
    BufferedImage seen = new BufferedImage(width, image.getHeight(), BufferedImage.TYPE_INT_RGB);
    int[] from = new int[width];
    int[] to = new int[width];
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, width, 1, from, 0, width);
      double scale = 1 + Math.abs(slant) + slant * (2.0 * y / image.getHeight() - 1);
      for (int x = 0; x < width; x++) {
        double source = (x - width / 2.0) * scale + width / 2.0;
        int left = (int) Math.floor(source);
        to[x] =
            left < 0 || left + 1 >= width
                ? from[0]
                : mixed(from[left], from[left + 1], source - left);
      }
      seen.setRGB(0, y, width, 1, to, 0, width);
    }
    return seen;
  }

  private static int mixed(int a, int b, double share) {
    int mixed = 0;
    for (int shift = 0; shift < 24; shift += 8)
      mixed |= (int) ((a >> shift & 0xff) * (1 - share) + (b >> shift & 0xff) * share) << shift;
    return mixed;
  }

  /// @param quarters turned clockwise
  static BufferedImage turned(BufferedImage image, int quarters) {
    boolean lying = quarters % 2 == 1;
    int width = lying ? image.getHeight() : image.getWidth();
    int height = lying ? image.getWidth() : image.getHeight();
    BufferedImage turned = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = turned.createGraphics();
    pen.translate(width / 2.0, height / 2.0);
    pen.rotate(quarters * Math.PI / 2);
    pen.translate(-image.getWidth() / 2.0, -image.getHeight() / 2.0);
    pen.drawImage(image, 0, 0, null);
    pen.dispose();
    return turned;
  }

  private static BufferedImage blurred(BufferedImage image, double sigma) {
    if (sigma < 0.3) return image;
    float[] line = new float[7];
    float sum = 0;
    for (int i = 0; i < 7; i++) {
      line[i] = (float) Math.exp(-(i - 3) * (i - 3) / (2 * sigma * sigma));
      sum += line[i];
    }
    for (int i = 0; i < 7; i++) line[i] /= sum;
    BufferedImage once =
        new ConvolveOp(new Kernel(7, 1, line), ConvolveOp.EDGE_NO_OP, null).filter(image, null);
    return new ConvolveOp(new Kernel(1, 7, line), ConvolveOp.EDGE_NO_OP, null).filter(once, null);
  }

  /// Light that falls off to one side, and the sensor's noise.
  private static void light(BufferedImage image, Random random) {
    double angle = random.nextDouble() * 2 * Math.PI;
    double fall = random.nextDouble() * 0.45;
    double bright = 0.75 + random.nextDouble() * 0.3;
    double noise = random.nextDouble() * 11;
    int width = image.getWidth();
    int[] row = new int[width];
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        double along =
            (x / (double) width - 0.5) * Math.cos(angle)
                + (y / (double) image.getHeight() - 0.5) * Math.sin(angle);
        double factor = bright * (1 - fall * (along + 0.5));
        double grain = (random.nextDouble() + random.nextDouble() - 1) * noise * 1.6;
        int rgb = row[x];
        row[x] =
            part(rgb >> 16, factor, grain) << 16
                | part(rgb >> 8, factor, grain) << 8
                | part(rgb, factor, grain);
      }
      image.setRGB(0, y, width, 1, row, 0, width);
    }
  }

  private static int part(int value, double factor, double grain) {
    return Math.clamp(Math.round((value & 0xff) * factor + grain), 0, 255);
  }

  private static byte[] jpeg(BufferedImage image, float quality) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionQuality(quality);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
