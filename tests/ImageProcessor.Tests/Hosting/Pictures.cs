using System.Buffers.Binary;
using System.IO.Compression;
using NetVips;

namespace Leasehold.Simulators.ImageProcessor.Tests.Hosting;

/// <summary>Pictures made for the tests, sound and hostile.</summary>
internal static class Pictures
{
    /// <summary>Every pixel has a colour of its own: red by column, green by row.</summary>
    public static byte[] Gradient(int width, int height)
    {
        var pixels = new byte[width * height * 3];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var at = ((y * width) + x) * 3;
                pixels[at] = (byte)(x * 255 / width);
                pixels[at + 1] = (byte)(y * 255 / height);
                pixels[at + 2] = 40;
            }
        }

        return pixels;
    }

    public static byte[] Png(byte[] rgb, int width, int height)
    {
        using var image = Image.NewFromMemory(rgb, width, height, 3, Enums.BandFormat.Uchar);
        using var picture = image.Copy(interpretation: Enums.Interpretation.Srgb);
        return picture.PngsaveBuffer();
    }

    public static byte[] In(string format, int width = 64, int height = 48)
    {
        var rgb = Gradient(width, height);
        using var image = Image.NewFromMemory(rgb, width, height, 3, Enums.BandFormat.Uchar);
        using var picture = image.Copy(interpretation: Enums.Interpretation.Srgb);
        return format switch
        {
            "jpeg" => picture.JpegsaveBuffer(q: 95),
            "png" => picture.PngsaveBuffer(),
            "webp" => picture.WebpsaveBuffer(lossless: true),
            "gif" => picture.GifsaveBuffer(),
            "avif" => picture.HeifsaveBuffer(q: 90, compression: Enums.ForeignHeifCompression.Av1, effort: 0),
            _ => throw new ArgumentException(format, nameof(format)),
        };
    }

    /// <summary>A JPEG that lies on its side and says so, with a place and a comment.</summary>
    public static byte[] WithMetadata(int width, int height)
    {
        using var image = Image.NewFromMemory(Gradient(width, height), width, height, 3, Enums.BandFormat.Uchar);
        using var picture = image.Copy(interpretation: Enums.Interpretation.Srgb);
        using var tagged = picture.Mutate(mutable =>
        {
            mutable.Set(GValue.GStrType, "exif-ifd0-ImageDescription", "canary-4711");
            mutable.Set(GValue.GStrType, "exif-ifd3-GPSLatitude", "37/1 33/1 0/1");
            mutable.Set(GValue.GIntType, "orientation", 6);
        });
        return tagged.JpegsaveBuffer(q: 95, keep: Enums.ForeignKeep.All);
    }

    public static byte[] GifOf(int frames)
    {
        using var frame = Image.Black(4, 4 * frames, bands: 3);
        using var pages = frame.Mutate(mutable => mutable.Set(GValue.GIntType, "page-height", 4));
        return pages.GifsaveBuffer(keepDuplicateFrames: true);
    }

    /// <summary>A PNG of a few hundred bytes whose header promises that many pixels.</summary>
    public static byte[] PngBomb(int width, int height)
    {
        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        PngChunk.Write(file, "IHDR", header);
        PngChunk.Write(file, "IDAT", Deflated(new byte[64 * 1024]));
        PngChunk.Write(file, "IEND", []);
        return file.ToArray();
    }

    /// <summary>The pixels of an encoded picture, as it is.</summary>
    public static (int Width, int Height, int Bands, byte[] Pixels) Decode(byte[] picture)
    {
        using var image = Image.NewFromBuffer(picture);
        return (image.Width, image.Height, image.Bands, image.WriteToMemory<byte>());
    }

    private static byte[] Deflated(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.Optimal))
        {
            deflate.Write(bytes);
        }

        return packed.ToArray();
    }
}
