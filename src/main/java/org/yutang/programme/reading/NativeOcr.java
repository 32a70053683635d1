package org.yutang.programme.reading;

import com.benjaminwan.ocrlibrary.OcrResult;
import com.benjaminwan.ocrlibrary.Point;
import com.benjaminwan.ocrlibrary.TextBlock;
import io.github.mymonstercat.Model;
import io.github.mymonstercat.ocr.InferenceEngine;
import io.github.mymonstercat.ocr.config.HardwareConfig;
import io.github.mymonstercat.ocr.config.ParamConfig;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.yutang.store.Photos;

/// The PP-OCR models through native code. Only in [OcrMain]'s process: what a picture may break is
/// that process.
final class NativeOcr {

  /// A line of print is at least so much wider than high; higher ones stand on their side.
  private static final double LONG = 1.6;

  private static final int UPSIDE_DOWN = 1;

  private final InferenceEngine engine;
  private final ParamConfig param = ParamConfig.getDefaultConfig();
  private final MemoryFile file;

  /// @param longest side in pixels to which a picture is shrunk before lines are searched; 0 for as
  ///   it is
  NativeOcr(int longest) throws IOException {
    HardwareConfig hardware = HardwareConfig.getOnnxConfig();
    hardware.setNumThread(1); // the server's other work goes first
    engine = InferenceEngine.getInstance(Model.ONNX_PPOCR_V4, hardware);
    param.setDoAngle(true);
    param.setMostAngle(true);
    param.setMaxSideLen(longest);
    file = MemoryFile.open();
  }

  Ocr.Seen read(byte[] jpeg) throws IOException {
    long begun = System.nanoTime();
    BufferedImage picture = decoded(jpeg);
    List<TextBlock> blocks = blocks(jpeg);
    int turns = 0;
    if (stands(blocks)) {
      turns = 1;
      blocks = blocks(turnedClockwise(picture));
    }
    if (isUpsideDown(blocks)) turns += 2;
    List<Ocr.Line> lines = new ArrayList<>();
    boolean turned = turns % 2 == 1;
    for (TextBlock block : blocks) lines.add(line(block, picture, turned));
    return new Ocr.Seen(
        picture.getWidth(),
        picture.getHeight(),
        turns,
        lines,
        (System.nanoTime() - begun) / 1_000_000);
  }

  private List<TextBlock> blocks(byte[] jpeg) throws IOException {
    try {
      OcrResult result = engine.runOcr(file.write(jpeg).toString(), param);
      return result == null ? List.of() : result.getTextBlocks();
    } finally {
      file.clear();
    }
  }

  private static Ocr.Line line(TextBlock block, BufferedImage picture, boolean turned) {
    double confidence = 1;
    for (float letter : block.getCharScores()) confidence = Math.min(confidence, letter);
    List<Ocr.Corner> corners = new ArrayList<>();
    for (Point point : block.getBoxPoint()) {
      // a turned picture's x runs against the y of the one that was given
      double x = turned ? point.getY() : point.getX();
      double y = turned ? picture.getHeight() - point.getX() : point.getY();
      corners.add(
          new Ocr.Corner(
              Math.clamp(x / picture.getWidth(), 0.0, 1.0),
              Math.clamp(y / picture.getHeight(), 0.0, 1.0)));
    }
    return new Ocr.Line(block.getText(), confidence, corners);
  }

  /// Whether most letters are in lines that are higher than wide.
  private static boolean stands(List<TextBlock> blocks) {
    int standing = 0;
    int all = 0;
    for (TextBlock block : blocks) {
      List<Point> box = block.getBoxPoint();
      double width = length(box.get(0), box.get(1));
      double height = length(box.get(1), box.get(2));
      double wide = Math.abs(box.get(1).getX() - box.get(0).getX());
      boolean level = wide > Math.abs(box.get(1).getY() - box.get(0).getY());
      double along = level ? width : height;
      double across = level ? height : width;
      if (Math.max(along, across) < LONG * Math.min(along, across)) continue;
      all++;
      if (across > along) standing++;
    }
    return 2 * standing > all;
  }

  private static double length(Point from, Point to) {
    return Math.hypot(to.getX() - from.getX(), to.getY() - from.getY());
  }

  private static boolean isUpsideDown(List<TextBlock> blocks) {
    return 2 * blocks.stream().filter(block -> block.getAngleIndex() == UPSIDE_DOWN).count()
        > blocks.size();
  }

  /// Counts the pixels before it decodes them.
  private static BufferedImage decoded(byte[] jpeg) throws IOException {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(jpeg))) {
      Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        int longest = Math.max(reader.getWidth(0), reader.getHeight(0));
        if (longest > Photos.LONGEST_SIDE) throw new IOException("too large: " + longest);
        return reader.read(0);
      } finally {
        reader.dispose();
      }
    }
  }

  private static byte[] turnedClockwise(BufferedImage picture) throws IOException {
    BufferedImage turned =
        new BufferedImage(picture.getHeight(), picture.getWidth(), BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D pen = turned.createGraphics();
    pen.translate(picture.getHeight(), 0);
    pen.rotate(Math.PI / 2);
    pen.drawImage(picture, 0, 0, null);
    pen.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(turned, "jpeg", out);
    }
    return bytes.toByteArray();
  }
}
