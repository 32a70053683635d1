package org.yutang.live;

import java.nio.file.Path;
import java.util.regex.Pattern;

/// The configuration of nginx with Debian's `libnginx-mod-rtmp` that takes in what hosts publish,
/// asks this server about each stream key, and writes HLS into a folder that this server shows.
public final class RtmpServer {

  private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9]{32,128}");

  private RtmpServer() {}

  /// Whether a secret is long enough, and stands in a file without quotes.
  public static boolean isSecret(String text) {
    return SECRET.matcher(text).matches();
  }

  /// @param rtmp where hosts publish, such as `1935` or `127.0.0.1:1935`
  /// @param server this server's port on the same machine, without TLS
  /// @param folder the setting `live-folder`
  /// @param secret the setting `live-secret`
  public static String configuration(String rtmp, int server, Path folder, String secret) {
    String path = folder.toAbsolutePath().toString();
    if (!isSecret(secret)) throw new IllegalArgumentException("not a secret");
    if (!path.matches("[A-Za-z0-9/._-]+"))
      throw new IllegalArgumentException("a folder that nginx cannot be told of: " + path);
    String hook = "http://127.0.0.1:" + server + "/live/hook?secret=" + secret;
    return """
    # Made for Yutang. Load the module first, as Debian does in /etc/nginx/modules-enabled.
    rtmp {
      server {
        listen %s;
        chunk_size 4096;
        max_connections 50;
        notify_method post;
        application live {
          live on;
          drop_idle_publisher 15s;
          # nobody plays by RTMP: what is seen is HLS
          deny play all;
          on_publish %s;
          on_update %s;
          on_publish_done %s;
          notify_update_timeout 10s;
          notify_update_strict on;
          hls on;
          hls_path %s;
          hls_nested on;
          hls_fragment 2s;
          hls_playlist_length 20s;
          hls_continuous on;
          # a folder a room, named by the room: the stream key is in no name
          record off;
        }
      }
    }
    """
        .formatted(rtmp, hook, hook, hook, path);
  }
}
