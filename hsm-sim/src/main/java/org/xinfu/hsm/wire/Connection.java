package org.xinfu.hsm.wire;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.xinfu.hsm.cryptoki.Ck;
import org.xinfu.hsm.cryptoki.Refused;
import org.xinfu.hsm.store.StoreBroken;
import org.xinfu.hsm.token.Application;
import org.xinfu.hsm.token.Device;

/**
 * One connection: HELLO with the client's id, then requests and replies until either side leaves.
 */
final class Connection {
  private static final int HELLO = 1;
  private static final int VERSION = 1;
  private static final int MAX_FRAME = 16 << 20;

  private final SocketChannel channel;
  private final Device device;
  private final Calls calls;
  private ByteBuffer buffer = ByteBuffer.allocate(8192).order(ByteOrder.LITTLE_ENDIAN).limit(0);

  Connection(SocketChannel channel, Device device, Calls calls) {
    this.channel = channel;
    this.device = device;
    this.calls = calls;
  }

  void run() throws IOException {
    byte[] frame = frame();
    if (frame == null || frame.length != 10) return;
    ByteBuffer hello = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
    if (hello.get() != HELLO || hello.get() != VERSION) return;
    Application application = device.connect(hello.getLong());
    try {
      for (frame = frame(); frame != null; frame = frame()) {
        ByteBuffer reply = answer(application, frame);
        while (reply.hasRemaining()) channel.write(reply);
      }
    } finally {
      device.disconnect(application);
    }
  }

  private ByteBuffer answer(Application application, byte[] frame) {
    Reply reply = new Reply();
    try {
      Request request = new Request(ByteBuffer.wrap(frame));
      calls.answer(application, request.octet(), request, reply);
    } catch (Refused refused) {
      reply.restart(refused.rv());
    } catch (BufferUnderflowException e) {
      reply.restart(Ck.CKR_ARGUMENTS_BAD);
    } catch (StoreBroken e) {
      reply.restart(Ck.CKR_DEVICE_MEMORY);
    } catch (RuntimeException e) {
      reply.restart(
          Ck.CKR_GENERAL_ERROR); // a defect of the simulator must not take the device down
    }
    Arrays.fill(frame, (byte) 0); // it may have held a PIN
    return reply.frame();
  }

  /** The next frame's content, or null at the end of the stream. */
  private byte @Nullable [] frame() throws IOException {
    if (!fill(4)) return null;
    int length = buffer.getInt();
    if (length < 1 || length > MAX_FRAME) throw new IOException("frame of " + length);
    if (!fill(length)) return null;
    byte[] content = new byte[length];
    buffer.get(content);
    return content;
  }

  /** True when the buffer holds at least {@code wanted} unread octets. */
  private boolean fill(int wanted) throws IOException {
    if (buffer.remaining() >= wanted) return true;
    if (buffer.capacity() < wanted) {
      buffer = ByteBuffer.allocate(wanted).order(ByteOrder.LITTLE_ENDIAN).put(buffer);
    } else {
      buffer.compact();
    }
    int had = buffer.position();
    while (had < wanted) {
      int n = channel.read(buffer);
      if (n < 0) return false;
      had += n;
    }
    buffer.flip();
    return true;
  }
}
