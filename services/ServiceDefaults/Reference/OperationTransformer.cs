using System.Globalization;
using System.Net.Mime;
using System.Text.Json.Nodes;
using Leasehold.ServiceDefaults.Idempotency;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Leasehold.ServiceDefaults.Reference;

/// <summary>Adds the key's header, the descriptions of answers and the examples to each operation.</summary>
internal sealed class OperationTransformer : IOpenApiOperationTransformer
{
    public Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<OperationInfo>().FirstOrDefault() is { } info)
        {
            AddKey(operation, info.Key);
            SetExample(operation.RequestBody?.Content, info.RequestExample);
            foreach (var answer in info.Answers)
            {
                Describe(operation, answer);
            }
        }

        return Task.CompletedTask;
    }

    private static void AddKey(OpenApiOperation operation, KeyInfo? key)
    {
        if (key is null)
        {
            return;
        }

        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = IdempotencyKey.Header,
            In = ParameterLocation.Header,
            Required = key.IsRequired,
            Description = $"1 to 255 visible ASCII characters, bare or in quotes, case-sensitive. {key.Rule}",
            Schema = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                MinLength = 1,
                MaxLength = IdempotencyKey.MaxLength,
                Pattern = IdempotencyKey.Pattern,
            },
            Example = "key-1001",
        });
    }

    private static void Describe(OpenApiOperation operation, AnswerInfo answer)
    {
        var status = answer.Status.ToString(CultureInfo.InvariantCulture);
        if (operation.Responses?.TryGetValue(status, out var response) == true && response is OpenApiResponse ours)
        {
            ours.Description = answer.Description;
            SetExample(ours.Content, answer.Example);
        }
    }

    private static void SetExample(IDictionary<string, OpenApiMediaType>? content, string? example)
    {
        if (example is not null
            && content?.TryGetValue(MediaTypeNames.Application.Json, out var media) == true)
        {
            media.Example = JsonNode.Parse(example);
        }
    }
}
