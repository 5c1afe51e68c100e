using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Leasehold.Payments.Http;

namespace Leasehold.Payments.Settlements;

/// <summary>Writes settlement lines to an answer's body.</summary>
internal sealed class SettlementWriter(PipeWriter output, SettlementFormat format)
{
    private const string Header =
        "type,payment_id,order_number,transaction_id,refund_id,amount,currency,settled_at" + CsvText.LineEnd;

    private readonly StringBuilder _line = new();

    public void WriteHeader()
    {
        if (format == SettlementFormat.Csv)
        {
            Encoding.UTF8.GetBytes(Header, output);
        }
    }

    public void Write(SettlementPage page)
    {
        foreach (var row in page.Rows)
        {
            var answer = SettlementAnswer.Of(page.Type, row);
            if (format == SettlementFormat.Csv)
            {
                WriteCsv(answer);
            }
            else
            {
                WriteJson(answer);
            }
        }
    }

    private void WriteJson(SettlementAnswer answer)
    {
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = ServiceJson.Encoder }))
        {
            JsonSerializer.Serialize(json, answer, ServiceJson.Readable.SettlementAnswer);
        }

        Encoding.UTF8.GetBytes("\n", output);
    }

    private void WriteCsv(SettlementAnswer answer)
    {
        _line.Clear()
            .AddField(answer.Type).Append(',')
            .AddField(answer.PaymentId).Append(',')
            .AddField(answer.OrderNumber).Append(',')
            .AddField(answer.TransactionId).Append(',')
            .AddField(answer.RefundId).Append(',')
            .Append(CultureInfo.InvariantCulture, $"{answer.Amount},{answer.Currency},")
            .Append(UtcTimeConverter.TextOf(answer.SettledAt))
            .Append(CsvText.LineEnd);
        foreach (var chunk in _line.GetChunks())
        {
            Encoding.UTF8.GetBytes(chunk.Span, output);
        }
    }
}
