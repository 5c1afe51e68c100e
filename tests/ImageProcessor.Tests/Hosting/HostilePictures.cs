using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using NetVips;

namespace Leasehold.Simulators.ImageProcessor.Tests.Hosting;

/// <summary>Small files that become large, made for the tests.</summary>
internal static class HostilePictures
{
    /// <summary>A sound small picture whose header is changed to claim that many pixels on each side.</summary>
    public static byte[] Claiming(string format, int side)
    {
        var file = Pictures.In(format);
        switch (format)
        {
            case "jpeg":
                var frame = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
                BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(frame + 5), (ushort)side);
                BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(frame + 7), (ushort)side);
                break;
            case "gif":
                // The screen, and the first frame behind its extension and the global colours.
                WriteSides(file.AsSpan(6), side);
                WriteSides(file.AsSpan(file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x2C, 0, 0, 0, 0]) + 5), side);
                break;
            case "webp":
                // Lossless, 14 bits each behind the signature byte; and the canvas of the extended form.
                var bits = file.AsSpan().IndexOf("VP8L"u8) + 9;
                var sides = (uint)(side - 1) | ((uint)(side - 1) << 14);
                var flags = BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(bits)) & 0xF0000000;
                BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(bits), sides | flags);
                if (file.AsSpan().IndexOf("VP8X"u8) is > 0 and var canvas)
                {
                    BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(canvas + 12), (ushort)(side - 1));
                    BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(canvas + 15), (ushort)(side - 1));
                }

                break;
            case "avif":
                var box = file.AsSpan().IndexOf("ispe"u8);
                BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(box + 8), side);
                BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(box + 12), side);
                break;
            default:
                throw new ArgumentException(format, nameof(format));
        }

        return file;
    }

    /// <summary>A valid PNG, one bit per pixel and all of them black.</summary>
    public static byte[] BlackPng(int width, int height)
    {
        using var image = Image.Black(width, height);
        return image.PngsaveBuffer(compression: 9, bitdepth: 1);
    }

    /// <summary>A valid PNG of the deepest kind there is: 16 bits, four bands.</summary>
    public static byte[] DeepPng(int width, int height)
    {
        using var black = Image.Black(width, height, bands: 4);
        using var deep = black.Cast(Enums.BandFormat.Ushort);
        using var picture = deep.Copy(interpretation: Enums.Interpretation.Rgb16);
        return picture.PngsaveBuffer(compression: 1);
    }

    /// <summary>A sound PNG with a compressed comment that unpacks to that many bytes.</summary>
    public static byte[] PngWithText(int bytes)
    {
        var png = Pictures.In("png");
        using var data = new MemoryStream();
        data.Write(Encoding.ASCII.GetBytes("Comment\0\0"));
        using (var packed = new ZLibStream(data, CompressionLevel.Optimal, leaveOpen: true))
        {
            var block = new byte[1024 * 1024];
            Array.Fill(block, (byte)'a');
            for (var written = 0; written < bytes; written += block.Length)
            {
                packed.Write(block);
            }
        }

        using var file = new MemoryStream();
        const int behindTheHeader = 8 + 25;
        file.Write(png.AsSpan(0, behindTheHeader));
        PngChunk.Write(file, "zTXt", data.ToArray());
        file.Write(png.AsSpan(behindTheHeader));
        return file.ToArray();
    }

    public static byte[] Animated(string format, int frames)
    {
        using var noise = Image.Gaussnoise(4, 4 * frames, sigma: 60, mean: 128);
        using var bytes = noise.Cast(Enums.BandFormat.Uchar);
        using var joined = bytes.Bandjoin(bytes, bytes);
        using var picture = joined.Copy(interpretation: Enums.Interpretation.Srgb);
        using var pages = picture.Mutate(static mutable => mutable.Set(GValue.GIntType, "page-height", 4));
        return format is "gif" ? pages.GifsaveBuffer(keepDuplicateFrames: true) : pages.WebpsaveBuffer(lossless: true);
    }

    private static void WriteSides(Span<byte> at, int side)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(at, (ushort)side);
        BinaryPrimitives.WriteUInt16LittleEndian(at[2..], (ushort)side);
    }
}
