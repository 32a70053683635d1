package org.yutang.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yutang.kernel.Refusal;

/// Photos as phones and others send them.
class PhotosTest {

  private static final Color GROUND = new Color(200, 200, 200);

  private static FolderFiles files;
  private static Photos photos;

  @BeforeAll
  static void open() throws IOException {
    Home home = Home.at(Houses.folder());
    files = new FolderFiles(home, new Space(home));
    photos = new SealedPhotos(files, new Sealing(new FolderKeys(home)));
  }

  @AfterAll
  static void close() {
    photos = null;
  }

  @Test
  void aLargePhotoIsKeptSmallerAndEncrypted() throws IOException {
    Photos.Photo photo = put(encoded(picture(6000, 4000), "jpg"));
    assertThat(photo.width()).isEqualTo(2400);
    assertThat(photo.height()).isEqualTo(1600);
    BufferedImage kept = ImageIO.read(new ByteArrayInputStream(photos.get(photo.id())));
    assertThat(kept.getWidth()).isEqualTo(2400);
    assertThat(redCorner(kept)).isEqualTo("top left");
    byte[] onDisk = Files.readAllBytes(files.get(photo.id()));
    assertThat(ImageIO.read(new ByteArrayInputStream(onDisk))).isNull();
    assertThat(new String(onDisk, StandardCharsets.ISO_8859_1)).doesNotContain("JFIF");
  }

  @Test
  void aTransparentPngLiesOnWhite() throws IOException {
    Photos.Photo photo =
        put(encoded(new BufferedImage(40, 30, BufferedImage.TYPE_INT_ARGB), "png"));
    BufferedImage kept = ImageIO.read(new ByteArrayInputStream(photos.get(photo.id())));
    assertThat(new Color(kept.getRGB(20, 15))).isEqualTo(Color.WHITE);
    assertThat(photo.width()).isEqualTo(40);
  }

  /// The red corner of the scene is at the top left once the photo stands as it was seen.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void aPhotoStandsUprightHoweverThePhoneWasHeldAndTellsNothingOfIt(int orientation)
      throws IOException {
    byte[] sent = withExif(encoded(turnedAway(picture(300, 200), orientation), "jpg"), orientation);
    Photos.Photo photo = put(sent);
    byte[] kept = photos.get(photo.id());
    BufferedImage seen = ImageIO.read(new ByteArrayInputStream(kept));
    assertThat(seen.getWidth()).isEqualTo(300);
    assertThat(redCorner(seen)).isEqualTo("top left");
    assertThat(new String(sent, StandardCharsets.ISO_8859_1)).contains("Exif", "GPS-of-a-house");
    assertThat(new String(kept, StandardCharsets.ISO_8859_1))
        .doesNotContain("Exif", "GPS-of-a-house");
  }

  @Test
  void whatIsNoPhotoIsRefused() throws IOException {
    byte[] jpeg = encoded(picture(300, 200), "jpg");
    for (byte[] bad :
        new byte[][] {
          {},
          "<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes(StandardCharsets.UTF_8),
          "<html><script>alert(1)</script>".getBytes(StandardCharsets.UTF_8),
          encoded(picture(30, 20), "gif"),
          encoded(picture(30, 20), "bmp"),
          Arrays.copyOf(jpeg, 60),
          {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe1, 0, 4, 1, 1}
        }) assertRefused(bad, StoreRefusal.NOT_A_PHOTO);
  }

  @Test
  void aPictureOf300MegapixelsIsRefusedByItsHead() throws IOException {
    assertRefused(pngHead(20_000, 15_000), StoreRefusal.PHOTO_TOO_LARGE);
    assertRefused(pngHead(Integer.MAX_VALUE, Integer.MAX_VALUE), StoreRefusal.PHOTO_TOO_LARGE);
  }

  @Test
  void moreBytesThanAllowedAreRefused() {
    assertRefused(new byte[(int) Photos.MAX_BYTES + 1], StoreRefusal.FILE_TOO_LARGE);
  }

  @Test
  void aPhotoThatWasChangedOnTheDiskDoesNotOpen() throws IOException {
    Photos.Photo photo = put(encoded(picture(50, 50), "jpg"));
    Path file = files.get(photo.id());
    byte[] changed = Files.readAllBytes(file);
    changed[changed.length / 2] ^= 1;
    Files.write(file, changed);
    assertThatThrownBy(() -> photos.get(photo.id()))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.code()).isEqualTo(StoreRefusal.SEAL_BROKEN));
  }

  @Test
  void aPhotoSpeaksOnlyForThePurposeThatItWasGivenFor() throws IOException {
    byte[] bytes = encoded(picture(50, 50), "jpg");
    String bill = put(bytes).id();
    String goods = photos.put(new ByteArrayInputStream(bytes), Photos.Purpose.GOODS).id();
    photos.require(bill, Photos.Purpose.PRIVATE);
    photos.require(goods, Photos.Purpose.GOODS);
    assertThatThrownBy(() -> photos.require(bill, Photos.Purpose.GOODS))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(StoreRefusal.NOT_FOUND));
    assertThat(photos.get(goods)).isNotEmpty();
    assertThat(photos.get(bill)).isNotEmpty();
  }

  private static Photos.Photo put(byte[] bytes) throws IOException {
    return photos.put(new ByteArrayInputStream(bytes));
  }

  private static void assertRefused(byte[] bytes, StoreRefusal code) {
    assertThatThrownBy(() -> put(bytes))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }

  /// A scene with a red top left corner.
  private static BufferedImage picture(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setColor(GROUND);
    pen.fillRect(0, 0, width, height);
    pen.setColor(Color.RED);
    pen.fillRect(0, 0, width / 4, height / 4);
    pen.dispose();
    return image;
  }

  /// What the sensor saves of an upright scene when the camera is held so: pixel by pixel, from the
  /// definition of the tag (which side row 0 and column 0 are).
  private static BufferedImage turnedAway(BufferedImage scene, int orientation) {
    int w = scene.getWidth();
    int h = scene.getHeight();
    boolean lying = orientation >= 5;
    BufferedImage saved =
        new BufferedImage(lying ? h : w, lying ? w : h, BufferedImage.TYPE_INT_RGB);
    for (int row = 0; row < saved.getHeight(); row++)
      for (int column = 0; column < saved.getWidth(); column++) {
        int x = lying ? row : column;
        int y = lying ? column : row;
        if (orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7)
          x = w - 1 - x;
        if (orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8)
          y = h - 1 - y;
        saved.setRGB(column, row, scene.getRGB(x, y));
      }
    return saved;
  }

  private static String redCorner(BufferedImage image) {
    for (int y : new int[] {5, image.getHeight() - 6})
      for (int x : new int[] {5, image.getWidth() - 6}) {
        Color color = new Color(image.getRGB(x, y));
        if (color.getRed() > 200 && color.getGreen() < 100)
          return (y == 5 ? "top" : "bottom") + " " + (x == 5 ? "left" : "right");
      }
    return "none";
  }

  private static byte[] encoded(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }

  private static byte[] withExif(byte[] jpeg, int orientation) {
    byte[] place = "GPS-of-a-house".getBytes(StandardCharsets.US_ASCII);
    ByteBuffer exif = ByteBuffer.allocate(6 + 26 + place.length);
    exif.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
    exif.putShort((short) 0x4d4d).putShort((short) 42).putInt(8).putShort((short) 1);
    exif.putShort((short) 0x0112).putShort((short) 3).putInt(1);
    exif.putShort((short) orientation).putShort((short) 0).putInt(0).put(place);
    ByteBuffer out = ByteBuffer.allocate(jpeg.length + 4 + exif.capacity());
    out.put(jpeg, 0, 2).putShort((short) 0xffe1).putShort((short) (exif.capacity() + 2));
    out.put(exif.array()).put(jpeg, 2, jpeg.length - 2);
    return out.array();
  }

  private static byte[] pngHead(int width, int height) {
    ByteBuffer head = ByteBuffer.allocate(17);
    head.put("IHDR".getBytes(StandardCharsets.US_ASCII)).putInt(width).putInt(height);
    head.put(new byte[] {8, 2, 0, 0, 0});
    CRC32 crc = new CRC32();
    crc.update(head.array());
    return ByteBuffer.allocate(8 + 4 + 17 + 4)
        .putLong(0x89504e470d0a1a0aL)
        .putInt(13)
        .put(head.array())
        .putInt((int) crc.getValue())
        .array();
  }
}
