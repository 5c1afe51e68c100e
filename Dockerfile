# The two services, gateway and processor behind them, and PgBouncer, for compose.yaml. A service by itself runs on
# SQLite in its volume.
#
#   docker build --target payments -t leasehold-payments .

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish services/Payments -c Release --use-current-runtime --self-contained false -o /app/payments \
 && dotnet publish services/Images -c Release --use-current-runtime --self-contained false -o /app/images \
 && dotnet publish simulators/PaymentGateway -c Release -o /app/gateway \
 && dotnet publish simulators/ImageProcessor -c Release -o /app/processor

# curl is for the health checks, and for looking into the gateway's books from inside.
FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS runtime
RUN apt-get update \
 && apt-get install -y --no-install-recommends curl \
 && rm -rf /var/lib/apt/lists/* \
 && install -d -o "$APP_UID" /data
WORKDIR /app
USER $APP_UID

FROM runtime AS payments
COPY --from=build /app/payments .
ENV DATABASE_URL=sqlite:////data/payments.db
VOLUME /data
ENTRYPOINT ["dotnet", "Payments.dll", "--urls=http://0.0.0.0:8080"]

FROM runtime AS images
COPY --from=build /app/images .
ENV DATABASE_URL=sqlite:////data/images.db Images__Storage__Folder=/data
VOLUME /data
ENTRYPOINT ["dotnet", "Images.dll", "--urls=http://0.0.0.0:8080"]

FROM runtime AS processor
COPY --from=build /app/processor .
VOLUME /data
ENTRYPOINT ["dotnet", "ImageProcessor.dll", "--urls=http://0.0.0.0:8080", "--Processor:Results=/data/processed"]

FROM runtime AS gateway
COPY --from=build /app/gateway .
VOLUME /data
ENTRYPOINT ["dotnet", "PaymentGateway.dll", "--urls=http://0.0.0.0:8080", "--Gateway:Ledger=/data/gateway.db"]

FROM debian:bookworm-slim AS pgbouncer
RUN apt-get update \
 && apt-get install -y --no-install-recommends pgbouncer \
 && rm -rf /var/lib/apt/lists/*
USER postgres
ENTRYPOINT ["pgbouncer", "/etc/pgbouncer/cluster.ini"]
