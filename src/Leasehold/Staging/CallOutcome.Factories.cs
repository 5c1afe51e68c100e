using System.Net;
using Leasehold.Providers;

namespace Leasehold;

/// <summary>Makes the outcomes of calls.</summary>
/// <remarks>
/// <see cref="Declined"/> asks for its type argument on purpose: an outcome without one, returned alone from a call,
/// would pass for the reply of a success.
/// </remarks>
public static class CallOutcome
{
    /// <summary>The other side did it.</summary>
    /// <param name="reply">Its answer.</param>
    /// <typeparam name="TReply">What the other side answers.</typeparam>
    public static CallOutcome<TReply> Succeeded<TReply>(TReply reply) => CallOutcome<TReply>.FromReply(reply);

    /// <summary>The other side definitely did not do it.</summary>
    /// <param name="reason">Why; it may be stored and shown.</param>
    /// <inheritdoc cref="Succeeded" path="/typeparam"/>
    public static CallOutcome<TReply> Declined<TReply>(string reason) => CallOutcome<TReply>.Declined(reason);

    /// <summary>It may or may not have happened.</summary>
    /// <param name="reason">What makes it unknown; it may be stored.</param>
    /// <param name="error">The error, if one was thrown.</param>
    /// <inheritdoc cref="Succeeded" path="/typeparam"/>
    public static CallOutcome<TReply> Unknown<TReply>(string reason, Exception? error = null)
        => CallOutcome<TReply>.Unknown(reason, error);

    /// <summary>
    /// What an HTTP answer tells: 2xx succeeded with what <paramref name="read"/> makes of it, a definite refusal
    /// declined, anything else unknown. The reason is <c>status</c> and the number.
    /// </summary>
    /// <param name="response">The answer; disposed by the caller.</param>
    /// <param name="read">
    /// Reads the reply. Null, and what it throws, make the outcome unknown; a <see cref="CallDeclinedException"/> makes
    /// it declined, for those who refuse with 200.
    /// </param>
    /// <param name="isRefusal">
    /// Which answers prove that nothing was done; by default <see cref="IsRefusal"/>. Give your own where the other
    /// side's contract says more: that it answers 409 before it does anything, or 422 for a key it has seen.
    /// </param>
    /// <param name="cancellationToken">Cancels the reading; the call's own token.</param>
    /// <inheritdoc cref="Succeeded" path="/typeparam"/>
    /// <exception cref="OperationCanceledException">Cancelled while reading.</exception>
    public static async Task<CallOutcome<TReply>> FromHttpAsync<TReply>(
        HttpResponseMessage response,
        Func<HttpContent, CancellationToken, Task<TReply?>> read,
        Func<HttpResponseMessage, bool>? isRefusal = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(response);
        ArgumentNullException.ThrowIfNull(read);
        if (!response.IsSuccessStatusCode)
        {
            var reason = $"status {(int)response.StatusCode}";
            return (isRefusal ?? IsRefusal)(response) ? Declined<TReply>(reason) : Unknown<TReply>(reason);
        }

        try
        {
            return await read(response.Content, cancellationToken).ConfigureAwait(false) is { } reply
                ? Succeeded(reply)
                : Unknown<TReply>("empty answer");
        }
        catch (CallDeclinedException refusal)
        {
            return Declined<TReply>(refusal.Reason);
        }
        catch (Exception exception) when (!CallStage.IsDefect(exception) && !cancellationToken.IsCancellationRequested)
        {
            // It did it and said so; what it said besides is lost, and only asking again can bring it back.
            return Unknown<TReply>("unreadable answer", exception);
        }
    }

    /// <summary>Whether a status proves that the other side has not done it, nor will.</summary>
    /// <remarks>
    /// Definite are 400, 401, 402, 403, 404, 405, 410, 411, 413, 414, 415, 417, 421, 422, 431 and 451: the request was
    /// turned away for what it is. Not so 408, 425, 429 and 5xx (come again, or who knows), 409, 412, 423 and 428 (the
    /// state in the way may be that of an earlier attempt of the same operation), 406 (the work may be done, only its
    /// answer is not available) and 3xx. After DELETE, 404 and 410 are not definite either: an earlier attempt may have
    /// deleted it.
    /// </remarks>
    /// <param name="response">The answer.</param>
    public static bool IsRefusal(HttpResponseMessage response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return response.StatusCode switch
        {
            HttpStatusCode.NotFound or HttpStatusCode.Gone => response.RequestMessage?.Method != HttpMethod.Delete,
            HttpStatusCode.BadRequest
                or HttpStatusCode.Unauthorized
                or HttpStatusCode.PaymentRequired
                or HttpStatusCode.Forbidden
                or HttpStatusCode.MethodNotAllowed
                or HttpStatusCode.LengthRequired
                or HttpStatusCode.RequestEntityTooLarge
                or HttpStatusCode.RequestUriTooLong
                or HttpStatusCode.UnsupportedMediaType
                or HttpStatusCode.ExpectationFailed
                or HttpStatusCode.MisdirectedRequest
                or HttpStatusCode.UnprocessableEntity
                or HttpStatusCode.RequestHeaderFieldsTooLarge
                or HttpStatusCode.UnavailableForLegalReasons => true,
            _ => false,
        };
    }
}
