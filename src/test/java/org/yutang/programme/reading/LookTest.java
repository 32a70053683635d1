package org.yutang.programme.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.yutang.programme.Papers;
import org.yutang.specimen.SpecimenBill;
import org.yutang.specimen.Specimens;

/// Whether pictures are known again by their look.
class LookTest {

  private static final int EACH = 12;

  private static BufferedImage picture(byte[] jpeg) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(jpeg));
  }

  /// Shrunk and pressed again, as a messenger does with a picture that is sent on.
  private static BufferedImage sentOn(BufferedImage picture, double scale) throws IOException {
    int width = (int) (picture.getWidth() * scale);
    int height = (int) (picture.getHeight() * scale);
    BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = small.createGraphics();
    pen.drawImage(
        picture.getScaledInstance(width, height, java.awt.Image.SCALE_AREA_AVERAGING), 0, 0, null);
    pen.dispose();
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(small, "jpeg", jpeg);
    return picture(jpeg.toByteArray());
  }

  /// All but one: strong light across a sheet can move more bits.
  @Test
  void aPictureThatWasShrunkAndPressedIsTheSameOne() throws IOException {
    int known = 0;
    for (int i = 0; i < EACH; i++) {
      BufferedImage picture = picture(Specimens.bill(3, i, 0).jpeg());
      Look look = Look.of(picture);
      Look again = Look.of(sentOn(picture, 0.6 + 0.03 * i));
      assertThat(look.bands()).as("bill " + i).containsAnyElementsOf(again.bands());
      if (look.distance(again.bits()) <= Papers.SAME_PICTURE_BITS) known++;
    }
    assertThat(known).isGreaterThanOrEqualTo(EACH - 1);
  }

  @Test
  void otherBillsOfTheSameFormAreOtherPictures() throws IOException {
    for (SpecimenBill.Layout layout : SpecimenBill.Layout.values())
      for (int i = 1; i < EACH; i++) {
        Look one = Look.of(picture(Specimens.bill(4, layout.ordinal(), 0).jpeg()));
        Look other = Look.of(picture(Specimens.bill(4, layout.ordinal() + 4 * i, 0).jpeg()));
        assertThat(one.distance(other.bits()))
            .as(layout + " " + i)
            .isGreaterThan(Papers.SAME_PICTURE_BITS);
      }
  }

  @Test
  void anEmptyPictureIsNobodysTwin() {
    assertThat(Look.of(new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB)).isFlat()).isTrue();
  }
}
