package org.yutang.programme.reading;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;
import org.yutang.store.Json;

/// The process that reads pictures for [OcrChild], one after the other, until its input ends.
///
/// In: the length of a JPEG in four bytes, then the JPEG. Out: a line that begins with [#SAYS] and
/// goes on with [#READY] once, then for each picture with [#SEEN] and JSON, or with [#FAILED] and
/// why. Native code prints to the same output whatever it likes; such lines are passed over.
public final class OcrMain {

  static final String SAYS = "\u0001yutang ";
  static final String READY = "ready";
  static final String SEEN = "seen ";
  static final String FAILED = "failed ";

  private OcrMain() {}

  /// @param arguments the longest side in pixels, see [NativeOcr]
  public static void main(String[] arguments) throws IOException {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
    NativeOcr ocr = new NativeOcr(Integer.parseInt(arguments[0]));
    say(out, READY);
    DataInputStream in = new DataInputStream(System.in);
    while (true) {
      byte[] jpeg;
      try {
        jpeg = in.readNBytes(in.readInt());
      } catch (EOFException end) {
        return;
      }
      say(out, answer(ocr, jpeg));
    }
  }

  private static String answer(NativeOcr ocr, byte[] jpeg) {
    try {
      return SEEN + Json.write(ocr.read(jpeg));
    } catch (IOException | RuntimeException unreadable) {
      return FAILED + unreadable.getClass().getSimpleName();
    }
  }

  /// On a line of its own, also behind half a line of native code.
  private static void say(PrintStream out, String text) {
    out.print("\n" + SAYS + text + "\n");
    out.flush();
  }
}
