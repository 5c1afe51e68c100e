using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Leasehold.Payments.Money;

/// <summary>Reads a JSON number or a numeric string as its own text.</summary>
internal sealed class AmountTextConverter : JsonConverter<AmountText>
{
    /// <summary>Longer than any amount; what is longer is refused before it is copied.</summary>
    private const int MaxLength = 64;

    public override AmountText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not (JsonTokenType.Number or JsonTokenType.String))
        {
            throw new JsonException("An amount is a number.");
        }

        var length = reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length;
        if (length > MaxLength)
        {
            throw new JsonException("An amount has at most 64 characters.");
        }

        if (reader.TokenType == JsonTokenType.String)
        {
            return new AmountText(reader.GetString()!);
        }

        return new AmountText(reader.HasValueSequence
            ? Encoding.UTF8.GetString(reader.ValueSequence)
            : Encoding.UTF8.GetString(reader.ValueSpan));
    }

    public override void Write(Utf8JsonWriter writer, AmountText value, JsonSerializerOptions options)
        => writer.WriteRawValue(value.Value);
}
