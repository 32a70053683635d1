package org.yutang.api;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// A request whose body runs through a bound and a digest while the controller reads it.
final class StreamedBody extends HttpServletRequestWrapper {

  private final long limit;
  private final MessageDigest digest = BodyDigest.begin();
  private @Nullable Counted stream;

  StreamedBody(HttpServletRequest request, long limit) {
    super(request);
    this.limit = limit;
  }

  /// Of what was read; asked once, after the controller is done.
  String digest() {
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    if (stream == null) stream = new Counted(super.getInputStream());
    return stream;
  }

  private final class Counted extends ServletInputStream {
    private final ServletInputStream source;
    private long count;

    Counted(ServletInputStream source) {
      this.source = source;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (count > limit) throw ApiFrame.tooLarge(limit);
      // never far beyond the bound, so that the digest does not depend on how the body arrives
      int read = source.read(into, offset, (int) Math.min(length, limit + 1 - count));
      if (read > 0) {
        count += read;
        digest.update(into, offset, read);
        if (count > limit) throw ApiFrame.tooLarge(limit);
      }
      return read;
    }

    @Override
    public boolean isFinished() {
      return source.isFinished();
    }

    @Override
    public boolean isReady() {
      return source.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new IllegalStateException("requests are read by blocking");
    }
  }
}
