using System.Globalization;

namespace Leasehold.Demo.Touring;

/// <summary>The acts of the tour that need loops or an answer's id; each tells what it does while it does it.</summary>
internal static class TourEndpoints
{
    public static void MapTour(this WebApplication app)
    {
        var isPlaying = 0;
        app.MapPost("/tour/{act}", async (HttpContext context, PaymentRush rush, PictureRound pictures) =>
        {
            // curl sends neither; a page elsewhere must not start anything here through somebody's browser.
            var headers = context.Request.Headers;
            if (headers.Origin.Count > 0 || headers["Sec-Fetch-Site"].Count > 0)
            {
                await RefuseAsync(context, StatusCodes.Status403Forbidden, "The tour is played from a terminal.");
                return;
            }

            var act = context.Request.RouteValues["act"] switch
            {
                "payments" => rush.PlayAsync,
                "pictures" => (Func<TourVoice, CancellationToken, Task>)pictures.PlayAsync,
                _ => null,
            };
            if (act is null)
            {
                await RefuseAsync(context, StatusCodes.Status404NotFound, "The acts are 'payments' and 'pictures'.");
                return;
            }

            if (Interlocked.Exchange(ref isPlaying, 1) != 0)
            {
                await RefuseAsync(context, StatusCodes.Status409Conflict, "An act is being played; wait for its end.");
                return;
            }

            try
            {
                await PlayAsync(context, act);
            }
            finally
            {
                Volatile.Write(ref isPlaying, 0);
            }
        });
    }

    private static async Task PlayAsync(HttpContext context, Func<TourVoice, CancellationToken, Task> act)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        var voice = new TourVoice(context.Response.Body, context.RequestAborted);
        try
        {
            await act(voice, context.RequestAborted);
        }
        catch (Exception problem) when (
            problem is HttpRequestException or IOException or InvalidOperationException
                && !context.RequestAborted.IsCancellationRequested)
        {
            await voice.SayAsync($"It could not be played to its end: {DemoStartException.FirstLine(problem)}");
        }
    }

    private static Task RefuseAsync(HttpContext context, int status, string why)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{why}\n"));
    }
}
