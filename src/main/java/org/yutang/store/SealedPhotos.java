package org.yutang.store;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;

/// Photos as sealed files of the [FileStore], by the digest of the sealed bytes. At most [#AT_ONCE]
/// are drawn at the same time: a decoded photo takes up to 90 MB. Pixels lie in memory only, never
/// in ImageIO's files, which would be in the clear.
@Component
class SealedPhotos implements Photos {

  private static final String KEY = "store-photo";

  /// What a photo is sealed about: its purpose, because photos lie under the digest of what is
  /// sealed, so there is no id before.
  private static final Map<Purpose, UUID> ABOUT =
      Map.of(Purpose.PRIVATE, new UUID(0, 0), Purpose.GOODS, Uuids.named("store.photo", "goods"));

  private static final int VERSION_BYTES = 4;
  private static final Set<String> FORMATS = Set.of("JPEG", "png");
  private static final float QUALITY = 0.85f;
  private static final int AT_ONCE = 2;

  private final FileStore files;
  private final Sealing sealing;
  private final Semaphore turns = new Semaphore(AT_ONCE, true);

  SealedPhotos(FileStore files, Sealing sealing) {
    this.files = files;
    this.sealing = sealing;
  }

  @Override
  public Photo put(InputStream upload, Purpose purpose) throws IOException {
    byte[] bytes = upload.readNBytes((int) MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES)
      throw new Refusal(StoreRefusal.FILE_TOO_LARGE, Map.of("limitBytes", MAX_BYTES));
    turns.acquireUninterruptibly();
    try {
      BufferedImage drawn = drawn(bytes);
      Sealing.Sealed sealed = sealing.seal(KEY, about(purpose), jpeg(drawn));
      byte[] file =
          ByteBuffer.allocate(VERSION_BYTES + sealed.bytes().length)
              .putInt(sealed.keyVersion())
              .put(sealed.bytes())
              .array();
      FileStore.Stored stored = files.putPassing(new ByteArrayInputStream(file), file.length);
      return new Photo(stored.digest(), drawn.getWidth(), drawn.getHeight());
    } finally {
      turns.release();
    }
  }

  @Override
  public void require(String id) {
    requireOpen(() -> get(id));
  }

  @Override
  public void require(String id, Purpose purpose) {
    requireOpen(() -> open(id, purpose));
  }

  private static UUID about(Purpose purpose) {
    return Objects.requireNonNull(ABOUT.get(purpose));
  }

  private static void requireOpen(Supplier<byte[]> opening) {
    try {
      var _ = opening.get(); // another file of the store does not open
    } catch (Refusal refusal) {
      if (refusal.code() != StoreRefusal.SEAL_BROKEN && refusal.code() != StoreRefusal.NOT_FOUND)
        throw refusal;
      throw new Refusal(StoreRefusal.NOT_FOUND, Map.of("what", "photo"));
    }
  }

  @Override
  public void keep(String id) {
    files.keep(id);
  }

  @Override
  public byte[] get(String id) {
    try {
      return open(id, Purpose.PRIVATE);
    } catch (Refusal refusal) {
      if (refusal.code() != StoreRefusal.SEAL_BROKEN) throw refusal;
      return open(id, Purpose.GOODS);
    }
  }

  private byte[] open(String id, Purpose purpose) {
    ByteBuffer file = ByteBuffer.wrap(read(files.get(id)));
    if (file.remaining() < VERSION_BYTES)
      throw new Refusal(StoreRefusal.SEAL_BROKEN, Map.of("what", id));
    int version = file.getInt();
    byte[] bytes = new byte[file.remaining()];
    file.get(bytes);
    return sealing.openBytes(KEY, about(purpose), new Sealing.Sealed(bytes, version));
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The pixels, upright, on white, no longer than [#LONGEST_SIDE].
  private static BufferedImage drawn(byte[] bytes) {
    int orientation = ExifOrientation.of(bytes);
    BufferedImage read = read(bytes);
    boolean lying = orientation >= 5;
    double scale =
        Math.min(1.0, (double) LONGEST_SIDE / Math.max(read.getWidth(), read.getHeight()));
    int width = Math.max(1, (int) Math.round(read.getWidth() * scale));
    int height = Math.max(1, (int) Math.round(read.getHeight() * scale));
    BufferedImage drawn =
        new BufferedImage(
            lying ? height : width, lying ? width : height, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D pen = drawn.createGraphics();
    try {
      pen.setColor(Color.WHITE);
      pen.fillRect(0, 0, drawn.getWidth(), drawn.getHeight());
      pen.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
      pen.transform(upright(orientation, width, height));
      pen.drawImage(read, 0, 0, width, height, null);
    } finally {
      pen.dispose();
    }
    return drawn;
  }

  /// Decodes at a half, a third … of the size where that is still large enough.
  private static BufferedImage read(byte[] bytes) {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) throw notAPhoto();
      ImageReader reader = readers.next();
      try {
        if (!FORMATS.contains(reader.getFormatName())) throw notAPhoto();
        reader.setInput(in, true, true);
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > MAX_PIXELS)
          throw new Refusal(
              StoreRefusal.PHOTO_TOO_LARGE,
              Map.of("megapixels", pixels / 1_000_000, "limit", MAX_PIXELS / 1_000_000));
        int longest = Math.max(reader.getWidth(0), reader.getHeight(0));
        int every = Math.max(1, longest / LONGEST_SIDE);
        ImageReadParam param = reader.getDefaultReadParam();
        param.setSourceSubsampling(every, every, 0, 0);
        return reader.read(0, param);
      } finally {
        reader.dispose();
      }
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException damaged) {
      throw notAPhoto();
    }
  }

  /// What turns a picture of that size upright; see [ExifOrientation].
  private static AffineTransform upright(int orientation, int width, int height) {
    return switch (orientation) {
      case 2 -> new AffineTransform(-1, 0, 0, 1, width, 0);
      case 3 -> new AffineTransform(-1, 0, 0, -1, width, height);
      case 4 -> new AffineTransform(1, 0, 0, -1, 0, height);
      case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
      case 6 -> new AffineTransform(0, 1, -1, 0, height, 0);
      case 7 -> new AffineTransform(0, -1, -1, 0, height, width);
      case 8 -> new AffineTransform(0, -1, 1, 0, 0, width);
      default -> new AffineTransform();
    };
  }

  private static byte[] jpeg(BufferedImage image) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionQuality(QUALITY);
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  private static Refusal notAPhoto() {
    return new Refusal(StoreRefusal.NOT_A_PHOTO);
  }
}
