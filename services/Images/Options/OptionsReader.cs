using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Leasehold.Images.Options;

/// <summary>Reads options from JSON; an unknown or impossible one is refused by name.</summary>
internal static class OptionsReader
{
    private const int MaxNameShown = 40;

    private static readonly string[] Fits = ["cover", "contain", "fill"];
    private static readonly string[] Formats = ["jpeg", "png", "webp", "avif"];
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
            foreach (var member in element.EnumerateObject())
            {
                reason ??= member.Value.ValueKind == JsonValueKind.Null && IsKnown(member.Name)
                    ? null : Read(member, ref options);
            }
        }

        options = reason is null ? options : null;
        return options is not null;
    }

    private static bool IsKnown(string name)
        => name is "width" or "height" or "fit" or "format" or "quality" or "rotate" or "grayscale" or "blur";

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
            case "blur" when value.ValueKind == JsonValueKind.Number
                && value.TryGetDouble(out var sigma) && sigma is >= 0 and <= 100:
                options = options with { Blur = sigma };
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
            "blur" => "option blur must be a number from 0 to 100",
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

    private static bool TryWord(JsonElement value, string[] words, [NotNullWhen(true)] out string? word)
    {
        word = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        return word is not null && words.Contains(word, StringComparer.Ordinal);
    }
}
