using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace Leasehold.Images.Options;

/// <summary>Reads options from JSON; an unknown or impossible one is refused by name.</summary>
internal static class OptionsReader
{
    /// <summary>Why <c>resize</c> is refused beside what it stands for.</summary>
    public const string ResizeTwice = "option resize stands for width, height and fit: give one or the other";

    private const int MaxNameShown = 40;
    private const int MaxBlur = 100;
    private const int MaxSharpen = 10;

    /// <summary>How much <c>true</c> is, and the guide's filters.</summary>
    private const double UsualBlur = 2;
    private const double UsualSharpen = 1;

    private static readonly string[] Fits = ["cover", "contain", "fill"];
    private static readonly string[] Formats = ["jpeg", "png", "webp", "avif"];
    private static readonly string[] Filters = ["grayscale", "blur", "sharpen"];
    private static readonly int[] Turns = [0, 90, 180, 270];

    /// <summary>The options, or which member is refused and why.</summary>
    public static bool TryRead(
        JsonElement? json, [NotNullWhen(true)] out ImageOptions? options, [NotNullWhen(false)] out string? reason)
    {
        options = ImageOptions.None;
        reason = null;
        if (json is not { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } element)
        {
            return true;
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            reason = "options must be an object";
        }
        else
        {
            try
            {
                reason = WhyNot(element, ref options);
            }
            catch (InvalidOperationException)
            {
                // Well-formed JSON may hold half a surrogate pair, in a name or a text: it throws once it is read.
                reason = "options has a text that is not Unicode";
            }
        }

        options = reason is null ? options : null;
        return options is not null;
    }

    private static string? WhyNot(JsonElement element, ref ImageOptions options)
    {
        string? reason = null;
        foreach (var member in element.EnumerateObject())
        {
            reason ??= member.Value.ValueKind == JsonValueKind.Null && IsKnown(member.Name)
                ? null : Read(member, ref options);
        }

        return reason ?? (IsGiven(element, "resize")
            && (IsGiven(element, "width") || IsGiven(element, "height") || IsGiven(element, "fit"))
                ? ResizeTwice : null);
    }

    private static bool IsKnown(string name)
        => name is "width" or "height" or "fit" or "format" or "quality" or "rotate" or "grayscale" or "blur"
            or "sharpen" or "resize" or "filter";

    private static bool IsGiven(JsonElement options, string name)
        => options.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    private static string? Read(JsonProperty member, ref ImageOptions options)
    {
        var value = member.Value;
        switch (member.Name)
        {
            case "width" when TryNumber(value, ImageOptions.MaxSide, out var width):
                options = options with { Width = width };
                return null;
            case "height" when TryNumber(value, ImageOptions.MaxSide, out var height):
                options = options with { Height = height };
                return null;
            case "quality" when TryNumber(value, 100, out var quality):
                options = options with { Quality = quality };
                return null;
            case "rotate" when value.ValueKind == JsonValueKind.Number
                && value.TryGetInt32(out var degrees) && Turns.Contains(degrees):
                options = options with { Rotate = degrees };
                return null;
            case "fit" when TryWord(value, Fits, out var fit):
                options = options with { Fit = fit };
                return null;
            case "format" when TryWord(value, Formats, out var format):
                options = options with { Format = format };
                return null;
            case "grayscale" when value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                options = options with { Grayscale = value.GetBoolean() };
                return null;
            case "blur" when TryStrength(value, MaxBlur, UsualBlur, out var sigma):
                options = options with { Blur = sigma };
                return null;
            case "sharpen" when TryStrength(value, MaxSharpen, UsualSharpen, out var sigma):
                options = options with { Sharpen = sigma };
                return null;
            default:
                return ReadGuides(member, ref options);
        }
    }

    /// <summary>The names that the guide's own clients send.</summary>
    private static string? ReadGuides(JsonProperty member, ref ImageOptions options)
    {
        var value = member.Value;
        switch (member.Name)
        {
            case "resize" when value.ValueKind == JsonValueKind.String && TrySides(value.GetString()!, out var sides):
                options = options with { Width = sides.Width, Height = sides.Height };
                return null;
            case "resize" when value.ValueKind == JsonValueKind.Object:
                foreach (var inner in value.EnumerateObject())
                {
                    var why = inner.Name is not ("width" or "height" or "fit") ? WhyNot(member.Name)
                        : inner.Value.ValueKind == JsonValueKind.Null ? null
                        : Read(inner, ref options);
                    if (why is not null)
                    {
                        return why;
                    }
                }

                return null;
            case "filter" when TryWord(value, Filters, out var filter):
                options = filter switch
                {
                    "grayscale" => options with { Grayscale = true },
                    "blur" => options with { Blur = UsualBlur },
                    _ => options with { Sharpen = UsualSharpen },
                };
                return null;
            default:
                return WhyNot(member.Name);
        }
    }

    private static string WhyNot(string name)
        => name switch
        {
            "width" or "height" => $"option {name} must be a whole number from 1 to {ImageOptions.MaxSide}",
            "quality" => "option quality must be a whole number from 1 to 100",
            "rotate" => "option rotate must be 0, 90, 180 or 270",
            "fit" => $"option fit must be one of {string.Join(", ", Fits)}",
            "format" => $"option format must be one of {string.Join(", ", Formats)}",
            "grayscale" => "option grayscale must be true or false",
            "blur" => $"option blur must be a number from 0 to {MaxBlur}, or true or false",
            "sharpen" => $"option sharpen must be a number from 0 to {MaxSharpen}, or true or false",
            "resize" => "option resize must be \"800x600\" or an object of width, height and fit",
            "filter" => $"option filter must be one of {string.Join(", ", Filters)}",
            { Length: <= MaxNameShown } when name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
                => $"there is no option {name}",
            _ => "there is an unknown option",
        };

    private static bool TryNumber(JsonElement value, int highest, out int number)
    {
        number = 0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out number)
            && number >= 1 && number <= highest;
    }

    private static bool TryStrength(JsonElement value, int highest, double usual, out double strength)
    {
        strength = value.ValueKind == JsonValueKind.True ? usual : 0;
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False
            || (value.ValueKind == JsonValueKind.Number
                && value.TryGetDouble(out strength) && strength >= 0 && strength <= highest);
    }

    private static bool TrySides(string text, out (int Width, int Height) sides)
    {
        var x = text.AsSpan().IndexOfAny('x', 'X');
        sides = default;
        return x > 0
            && int.TryParse(text.AsSpan(0, x), NumberStyles.None, CultureInfo.InvariantCulture, out sides.Width)
            && int.TryParse(text.AsSpan(x + 1), NumberStyles.None, CultureInfo.InvariantCulture, out sides.Height)
            && sides.Width is >= 1 and <= ImageOptions.MaxSide
            && sides.Height is >= 1 and <= ImageOptions.MaxSide;
    }

    private static bool TryWord(JsonElement value, string[] words, [NotNullWhen(true)] out string? word)
    {
        word = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        return word is not null && words.Contains(word, StringComparer.Ordinal);
    }
}
