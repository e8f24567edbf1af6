namespace AsyncCSharp.Text;

/// <summary>Tells what kind of image bytes are.</summary>
internal static class ImageKind
{
    /// <summary>The MIME type; null for no image that browsers know.</summary>
    public static string? Of(ReadOnlySpan<byte> bytes) =>
        bytes.Length > 4 && bytes[0] == 0x89 && bytes[1..].StartsWith("PNG"u8) ? "image/png"
        : bytes.Length > 3 && bytes[0] == 0xFF && bytes[1] == 0xD8 && bytes[2] == 0xFF ? "image/jpeg"
        : bytes.StartsWith("GIF8"u8) ? "image/gif"
        : bytes.StartsWith("RIFF"u8) && bytes.Length > 12 && bytes[8..].StartsWith("WEBP"u8) ? "image/webp"
        : bytes.StartsWith("BM"u8) && bytes.Length > 26 ? "image/bmp"
        : null;

    /// <summary>Whether that is the MIME type of an image that is no text.</summary>
    public static bool IsImage(string mimeType) => mimeType.StartsWith("image/", StringComparison.Ordinal) && mimeType != "image/svg+xml";
}
