package org.xinfu.trust.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.log.LogReceipt;
import picocli.CommandLine.Option;

/** Receipts of transparency logs: proofs that signatures existed, and whose are believed. */
final class ReceiptOptions {
  private static final long LONGEST = 1 << 16;

  @Option(
      names = "--log-trust",
      paramLabel = "PEM|DIR",
      description = "certificates of log and witness keys")
  List<Path> logTrust = new ArrayList<>();

  @Option(
      names = "--receipt",
      paramLabel = "FILE",
      description = "a log's receipt for a signature (tlog-proof)")
  List<Path> receipts = new ArrayList<>();

  /** {@code base} with these logs and receipts. */
  TrustPolicy apply(TrustPolicy base) throws IOException {
    List<Bytes> read = new ArrayList<>();
    for (Path file : receipts) {
      Bytes octets =
          Files.size(file) > LONGEST ? Bytes.empty() : Bytes.of(Files.readAllBytes(file));
      if (LogReceipt.parse(octets).isEmpty()) {
        throw new IOException(file + " is no receipt of a log");
      }
      read.add(octets);
    }
    return base.withLogs(Anchors.read(logTrust).certificates()).withReceipts(read);
  }
}
