using Leasehold.Payments.Money;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Leasehold.Payments.Reference;

/// <summary>An amount is read as text to keep every digit; to a caller it is a number.</summary>
internal sealed class AmountSchemaTransformer : IOpenApiSchemaTransformer
{
    public Task TransformAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonTypeInfo.Type == typeof(AmountText) || context.JsonTypeInfo.Type == typeof(AmountText?))
        {
            schema.Type = JsonSchemaType.Number;
            schema.Description = "A decimal number; a numeric string is accepted too.";
        }

        return Task.CompletedTask;
    }
}
