using System.Text.Json;
using System.Text.Json.Serialization;
using Leasehold.Durable.Tests.Instances;

namespace Leasehold.Durable.Tests.Versions;

/// <summary>
/// Arguments of another shape: where the version before has a number, this one has an object. It reads both; the
/// version before reads its own only.
/// </summary>
internal sealed class NewerVersion : JsonConverter<ChargeArgs>
{
    public static void Set(DurableOptions options)
        => options.Json = new JsonSerializerOptions(JsonSerializerDefaults.Web) { Converters = { new NewerVersion() } };

    public override ChargeArgs Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var row = JsonElement.ParseValue(ref reader).GetProperty("row");
        return new ChargeArgs(
            row.ValueKind == JsonValueKind.Object ? row.GetProperty("number").GetInt32() : row.GetInt32());
    }

    public override void Write(Utf8JsonWriter writer, ChargeArgs value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("row");
        writer.WriteNumber("number", value.Row);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
