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
import java.util.IntSummaryStatistics;
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

  private static final float SURE = 0.9f;
  private static final double SURE_SHARE = 0.75;

  private final InferenceEngine engine;
  private final ParamConfig param = ParamConfig.getDefaultConfig();
  private final MemoryFile file;

  /// @param longest side in pixels to which a picture is shrunk before lines are searched; 0 for as
  ///   it is
  NativeOcr(int longest) throws IOException {
    HardwareConfig hardware = HardwareConfig.getOnnxConfig();
    hardware.setNumThread(1); // the server's other work goes first
    engine = InferenceEngine.getInstance(Model.ONNX_PPOCR_V4, hardware);
    param.setDoAngle(false); // what it says of whole pages misleads; turns are tried instead
    param.setMaxSideLen(longest);
    file = MemoryFile.open();
  }

  /// Reads it as it is, and where that gives few sure letters, turned by quarters too, and keeps
  /// the turn that gives the most.
  Ocr.Seen read(byte[] jpeg) throws IOException {
    long begun = System.nanoTime();
    BufferedImage picture = decoded(jpeg);
    List<TextBlock> best = blocks(jpeg);
    int turns = 0;
    if (doubtful(best))
      for (int turn = 1; turn < 4; turn++) {
        List<TextBlock> turned = blocks(turned(picture, turn));
        if (sureLetters(turned) <= sureLetters(best)) continue;
        best = turned;
        turns = turn;
        if (!doubtful(best)) break;
      }
    List<Ocr.Line> lines = new ArrayList<>();
    for (TextBlock block : best) lines.add(line(block, picture, turns));
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

  private static Ocr.Line line(TextBlock block, BufferedImage picture, int turns) {
    double confidence = 1;
    for (float letter : block.getCharScores()) confidence = Math.min(confidence, letter);
    double width = picture.getWidth();
    double height = picture.getHeight();
    List<Ocr.Corner> corners = new ArrayList<>();
    for (Point point : block.getBoxPoint()) {
      double x =
          switch (turns) {
            case 1 -> point.getY();
            case 2 -> width - point.getX();
            case 3 -> width - point.getY();
            default -> point.getX();
          };
      double y =
          switch (turns) {
            case 1 -> height - point.getX();
            case 2 -> height - point.getY();
            case 3 -> point.getX();
            default -> point.getY();
          };
      corners.add(
          new Ocr.Corner(Math.clamp(x / width, 0.0, 1.0), Math.clamp(y / height, 0.0, 1.0)));
    }
    return new Ocr.Line(block.getText(), confidence, corners);
  }

  private static boolean doubtful(List<TextBlock> blocks) {
    int letters = blocks.stream().mapToInt(block -> block.getCharScores().length).sum();
    return sureLetters(blocks) < SURE_SHARE * letters || letters == 0;
  }

  /// None where most lines stand on their side: single ones are read even so, but not in rows.
  private static int sureLetters(List<TextBlock> blocks) {
    if (2 * blocks.stream().filter(NativeOcr::stands).count() > blocks.size()) return 0;
    int sure = 0;
    for (TextBlock block : blocks)
      for (float letter : block.getCharScores()) if (letter > SURE) sure++;
    return sure;
  }

  private static boolean stands(TextBlock block) {
    List<Point> box = block.getBoxPoint();
    int wide = extent(box.stream().mapToInt(Point::getX).summaryStatistics());
    return extent(box.stream().mapToInt(Point::getY).summaryStatistics()) > wide;
  }

  private static int extent(IntSummaryStatistics along) {
    return along.getMax() - along.getMin();
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

  /// @param quarters clockwise
  private static byte[] turned(BufferedImage picture, int quarters) throws IOException {
    boolean lying = quarters % 2 == 1;
    int width = lying ? picture.getHeight() : picture.getWidth();
    int height = lying ? picture.getWidth() : picture.getHeight();
    BufferedImage turned = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D pen = turned.createGraphics();
    pen.translate(width / 2.0, height / 2.0);
    pen.rotate(quarters * Math.PI / 2);
    pen.drawImage(picture, -picture.getWidth() / 2, -picture.getHeight() / 2, null);
    pen.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(turned, "jpeg", out);
    }
    return bytes.toByteArray();
  }
}
