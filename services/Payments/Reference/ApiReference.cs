using System.Net.Mime;
using Leasehold.Payments.Payments;
using Microsoft.AspNetCore.Mvc;
using Scalar.AspNetCore;

namespace Leasehold.Payments.Reference;

/// <summary>The OpenAPI document and the interactive reference at /scalar.</summary>
internal static class ApiReference
{
    private const string Title = "Leasehold payments";

    public static void AddApiReference(this WebApplicationBuilder builder)
        => builder.Services.AddOpenApi("v1", static options =>
        {
            options.AddDocumentTransformer(static (document, _, _) =>
            {
                document.Info.Title = Title;
                document.Info.Description =
                    "Orders, payments and refunds. Errors are problem details (RFC 9457) with a trace_id and a code.";

                // The address it was asked at is the right one; a fixed one would be wrong behind a proxy.
                document.Servers?.Clear();
                return Task.CompletedTask;
            });
            options.AddOperationTransformer<OperationTransformer>();
            options.AddSchemaTransformer<AmountSchemaTransformer>();
        });

    /// <summary>
    /// For operators only where keys are configured. Everything comes from the service: it works offline.
    /// </summary>
    public static void MapApiReference(this WebApplication app)
    {
        app.MapOpenApi().RequireOperator();
        app.MapScalarApiReference("/scalar", static options =>
        {
            options.Title = Title;
            options.DefaultFonts = false;
            options.Telemetry = false;
            options.DisableAgent();
            options.DisableMcp();
        }).RequireOperator();
        app.MapGet("/", static () => Results.Redirect("/scalar")).ExcludeFromDescription().RequireOperator();
    }

    /// <summary>Tells the document what a route takes and answers.</summary>
    public static void Describe(this RouteHandlerBuilder route, OperationInfo operation)
    {
        route.WithName(operation.Id).WithSummary(operation.Summary).WithDescription(operation.Description)
            .WithTags(operation.Id.EndsWith("Order", StringComparison.Ordinal) ? "Orders" : "Payments")
            .WithMetadata(operation);
        foreach (var answer in operation.Answers)
        {
            if (answer.Type is null)
            {
                route.Produces<ProblemDetails>(answer.Status, MediaTypeNames.Application.ProblemJson);
            }
            else
            {
                route.Produces(answer.Status, answer.Type, answer.MediaTypes[0], [.. answer.MediaTypes.Skip(1)]);
            }
        }
    }
}
