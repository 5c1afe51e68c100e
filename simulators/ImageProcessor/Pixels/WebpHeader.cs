using System.Buffers.Binary;

namespace Leasehold.Simulators.ImageProcessor.Pixels;

/// <summary>The sides that a WebP file claims; the library allocates a frame of them before it tells.</summary>
/// <remarks>Source: https://developers.google.com/speed/webp/docs/riff_container</remarks>
internal static class WebpHeader
{
    /// <summary>Enough for the first chunk's head of any form.</summary>
    private const int HeadBytes = 30;

    private const uint SideBits = 0x3FFF;

    /// <summary>How many pixels; 0 for what is no header.</summary>
    public static long PixelsOf(ReadOnlySpan<byte> file)
    {
        if (file.Length < HeadBytes)
        {
            return 0;
        }

        var chunk = file[12..];
        if (chunk.StartsWith("VP8X"u8))
        {
            return (1L + Read24(file[24..])) * (1L + Read24(file[27..]));
        }

        if (chunk.StartsWith("VP8L"u8))
        {
            var sides = BinaryPrimitives.ReadUInt32LittleEndian(file[21..]);
            return (1L + (sides & SideBits)) * (1L + ((sides >> 14) & SideBits));
        }

        return chunk.StartsWith("VP8 "u8)
            ? (BinaryPrimitives.ReadUInt16LittleEndian(file[26..]) & SideBits)
                * (BinaryPrimitives.ReadUInt16LittleEndian(file[28..]) & SideBits)
            : 0;
    }

    private static int Read24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
}
