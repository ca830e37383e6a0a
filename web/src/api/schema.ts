// Written by `make types` from the server's OpenAPI document: change the server, not this file.

export interface paths {
  "/api/auth/login": {
    post: {
      requestBody: { content: { "application/json": components["schemas"]["Credentials"] } };
      responses: { 200: { content: { "application/json": components["schemas"]["TokenOut"] } } };
    };
  };
  "/api/auth/logout": { post: { responses: { 204: { content?: never } } } };
  "/api/me": {
    get: {
      responses: { 200: { content: { "application/json": components["schemas"]["PersonOut"] } } };
    };
  };
}

export interface components {
  schemas: {
    Credentials: { email: string; password: string };
    TokenOut: { access_token: string; token_type: string; expires_in: number };
    PersonOut: {
      id: string;
      email: string;
      role: "public" | "member" | "instructor" | "board_member" | "admin";
      first_name: string;
      last_name: string;
      organisation: string;
      language: string;
    };
  };
}
