using System.Net.Mime;
using Leasehold.ServiceDefaults.Operators;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Scalar.AspNetCore;

namespace Leasehold.ServiceDefaults.Reference;

/// <summary>The OpenAPI document and the interactive reference at /scalar.</summary>
public static class ApiReference
{
    // Where people of other frameworks look for it.
    private static readonly string[] Entrances = ["/", "/docs"];

    /// <summary>Makes the document.</summary>
    /// <param name="builder">The service being built.</param>
    /// <param name="title">The service's name.</param>
    /// <param name="description">What it is for, in a sentence.</param>
    /// <param name="configure">What else the service has to say.</param>
    public static void AddApiReference(
        this WebApplicationBuilder builder, string title, string description, Action<OpenApiOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOpenApi("v1", options =>
        {
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info.Title = title;
                document.Info.Description =
                    $"{description} Errors are problem details (RFC 9457) with a trace_id and a code.";

                // The address it was asked at is the right one; a fixed one would be wrong behind a proxy.
                document.Servers?.Clear();
                return Task.CompletedTask;
            });
            options.AddOperationTransformer<OperationTransformer>();
            configure?.Invoke(options);
        });
    }

    /// <summary>
    /// For operators only where keys are configured. Everything comes from the service: it works offline.
    /// </summary>
    /// <param name="app">The service.</param>
    /// <param name="title">The service's name.</param>
    public static void MapApiReference(this WebApplication app, string title)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapOpenApi().RequireOperator();
        app.MapOpenApi("/openapi.json").RequireOperator();
        app.MapScalarApiReference("/scalar", options =>
        {
            options.Title = title;
            options.DefaultFonts = false;
            options.Telemetry = false;
            options.DisableAgent();
            options.DisableMcp();
        }).RequireOperator();
        foreach (var entrance in Entrances)
        {
            app.MapGet(entrance, static () => Results.Redirect("/scalar")).ExcludeFromDescription().RequireOperator();
        }
    }

    /// <summary>Tells the document what a route takes and answers.</summary>
    /// <param name="route">The route.</param>
    /// <param name="operation">What there is to tell.</param>
    public static void Describe(this RouteHandlerBuilder route, OperationInfo operation)
    {
        ArgumentNullException.ThrowIfNull(route);
        ArgumentNullException.ThrowIfNull(operation);
        route.WithName(operation.Id).WithSummary(operation.Summary).WithDescription(operation.Description)
            .WithTags(operation.Tag)
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
