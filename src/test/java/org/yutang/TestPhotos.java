package org.yutang;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import org.springframework.beans.factory.BeanFactory;
import org.yutang.store.Photos;

/// Small photos for claims; another one each time, because a photo belongs to one claim.
public final class TestPhotos {

  private TestPhotos() {}

  /// The id of a photo that was just uploaded.
  public static String fresh(BeanFactory beans) {
    try {
      ByteArrayOutputStream png = new ByteArrayOutputStream();
      ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", png);
      return beans.getBean(Photos.class).put(new ByteArrayInputStream(png.toByteArray())).id();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
