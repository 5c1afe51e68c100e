using System.Text.Json;
using System.Text.Json.Serialization;

namespace Leasehold.Payments.Gateway;

/// <summary>Reads a text; a value of another kind is left out, as if the gateway had left out the member.</summary>
/// <remarks>Problem details have a number in <c>status</c>, where the contract has a word.</remarks>
internal sealed class LenientTextConverter : JsonConverter<string?>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString();
        }

        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options)
        => writer.WriteStringValue(value);
}
