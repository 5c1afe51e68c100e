using Leasehold.Providers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.AspNetCore;

/// <summary>Answers with what is wrong with every database; <c>?database=</c> chooses one.</summary>
internal static class DiagnosisEndpoint
{
    public static async Task AnswerAsync(HttpContext context)
    {
        var services = context.RequestServices;
        var name = context.Request.Query["database"].ToString();
        var databases = services.GetRequiredService<RegisteredDatabases>().All
            .Where(database => name.Length == 0 || string.Equals(database.Name, name, StringComparison.Ordinal))
            .ToList();
        if (databases.Count == 0 && name.Length > 0)
        {
            await ProblemAnswer.WriteAsync(context, StatusCodes.Status404NotFound, "There is no such database.")
                .ConfigureAwait(false);
            return;
        }

        var diagnoses = await Task.WhenAll(databases.Select(async database => DatabaseDiagnosisDocument.Of(
            database, await database.Pools.DiagnoseAsync(context.RequestAborted).ConfigureAwait(false))))
            .ConfigureAwait(false);
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsJsonAsync(
            new DiagnosisDocument(services.GetRequiredService<TimeProvider>().GetUtcNow(), diagnoses),
            DiagnosisJson.Default.DiagnosisDocument,
            "application/json",
            context.RequestAborted).ConfigureAwait(false);
    }
}
